package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How the requests of a route are forwarded.
 *
 * @param preserveHost whether an origin gets the client's {@code Host}; otherwise it gets its own
 *     address
 * @param timeouts how long to wait for the client and for the origin
 * @param maxRequestBody how many bytes of content a request may have at most, or {@link #UNLIMITED}
 * @param forwarded whether an origin gets a {@code Forwarded} field (RFC 7239) in addition to
 *     {@code X-Forwarded-For} and the similar fields
 * @param trustedProxies proxies before the gateway whose forwarding fields are passed on
 * @param clientCert whether an origin gets the certificate of the client's TLS connection in the
 *     field {@code Client-Cert} (RFC 9440); what a client itself sends there is dropped then
 */
public record Forwarding(
    boolean preserveHost,
    Timeouts timeouts,
    long maxRequestBody,
    boolean forwarded,
    List<AddressBlock> trustedProxies,
    boolean clientCert) {
  /** The size of content is not limited. */
  public static final long UNLIMITED = -1;

  /**
   * Host preserved, default timeouts, content of any size, no {@code Forwarded}, no trusted proxy,
   * no {@code Client-Cert}.
   */
  public static final Forwarding DEFAULT =
      new Forwarding(true, Timeouts.DEFAULT, UNLIMITED, false, List.of(), false);

  /** Without {@code Client-Cert}, checked as by the first constructor. */
  public Forwarding(
      boolean preserveHost,
      Timeouts timeouts,
      long maxRequestBody,
      boolean forwarded,
      List<AddressBlock> trustedProxies) {
    this(preserveHost, timeouts, maxRequestBody, forwarded, trustedProxies, false);
  }

  /**
   * Checks the limit and copies the list.
   *
   * @throws InvalidConfigException if the limit is negative and not {@link #UNLIMITED}
   */
  public Forwarding {
    requireNonNull(timeouts, "timeouts");
    requireNonNull(trustedProxies, "trustedProxies");
    if (maxRequestBody < UNLIMITED) {
      throw new InvalidConfigException(
          "max_request_body", "must be 0 bytes or more, was " + maxRequestBody);
    }
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** The same forwarding with or without the client's {@code Host}. */
  public Forwarding withPreserveHost(boolean other) {
    return new Forwarding(other, timeouts, maxRequestBody, forwarded, trustedProxies, clientCert);
  }

  /** The same forwarding with other timeouts. */
  public Forwarding withTimeouts(Timeouts other) {
    return new Forwarding(
        preserveHost, other, maxRequestBody, forwarded, trustedProxies, clientCert);
  }

  /** The same forwarding with another limit of a request's content. */
  public Forwarding withMaxRequestBody(long other) {
    return new Forwarding(preserveHost, timeouts, other, forwarded, trustedProxies, clientCert);
  }

  /** The same forwarding with or without {@code Forwarded}. */
  public Forwarding withForwarded(boolean other) {
    return new Forwarding(
        preserveHost, timeouts, maxRequestBody, other, trustedProxies, clientCert);
  }

  /** The same forwarding with other trusted proxies. */
  public Forwarding withTrustedProxies(List<AddressBlock> other) {
    return new Forwarding(preserveHost, timeouts, maxRequestBody, forwarded, other, clientCert);
  }

  /** The same forwarding with or without {@code Client-Cert}. */
  public Forwarding withClientCert(boolean other) {
    return new Forwarding(preserveHost, timeouts, maxRequestBody, forwarded, trustedProxies, other);
  }

  /**
   * When a request is sent to another endpoint after an attempt has failed.
   *
   * <p>After a byte of it was sent, only a safe request (RFC 9110, 9.2.1) without content is sent
   * again; and, where {@code keptContent} is not 0, a safe request with content and any request
   * with an {@code Idempotency-Key} field. Where nothing was sent, any request is tried at each
   * endpoint once.
   *
   * @param max how often a request is sent again at most
   * @param on after what
   * @param budgetPercent how many of a hundred requests under way at the backend may be ones that
   *     were sent again; ten always may
   * @param keptContent up to how many bytes of a request's content are kept in memory to be sent
   *     again; a request with more is sent once. 0: an {@code Idempotency-Key} means nothing
   */
  public record Retries(int max, Set<On> on, int budgetPercent, int keptContent) {
    /** Two more attempts after any failure or a 503; a fifth of what is under way; no content. */
    public static final Retries DEFAULT =
        new Retries(
            2, EnumSet.of(On.CONNECT, On.CLOSED, On.TIMEOUT, On.INVALID, On.UNAVAILABLE), 20);

    private static final int MOST_KEPT = 64 * 1024 * 1024;

    /** Of safe requests without content only. */
    public Retries(int max, Set<On> on, int budgetPercent) {
      this(max, on, budgetPercent, 0);
    }

    /** The same for content of up to so many bytes, and with the field {@code Idempotency-Key}. */
    public Retries withKeptContent(int bytes) {
      return new Retries(max, on, budgetPercent, bytes);
    }

    /** What an attempt may end in. */
    public enum On {
      /** No connection was made. */
      CONNECT,
      /** The connection ended before the first byte of an answer. */
      CLOSED,
      /** No answer came in time. */
      TIMEOUT,
      /** What came is no HTTP response. */
      INVALID,
      /** The endpoint answered 503. */
      UNAVAILABLE,
      /** The endpoint answered 500; only where it is named. */
      ERROR,
      /** The endpoint answered 502; only where it is named. */
      BAD_GATEWAY,
      /** The endpoint answered 504; only where it is named. */
      GATEWAY_TIMEOUT,
      /** The endpoint answered 429; only where it is named. */
      TOO_MANY_REQUESTS
    }

    /**
     * Checks the numbers and copies the set.
     *
     * @throws InvalidConfigException if a number is negative, the budget is above 100, or more than
     *     64 MiB of content are to be kept
     */
    public Retries {
      List<InvalidConfigException> problems = new ArrayList<>();
      if (max < 0) {
        problems.add(new InvalidConfigException("max", "must be 0 (none) or more, was " + max));
      }
      if (budgetPercent < 0 || budgetPercent > 100) {
        problems.add(
            new InvalidConfigException("budget", "must be 0% to 100%, was " + budgetPercent + "%"));
      }
      if (keptContent < 0 || keptContent > MOST_KEPT) {
        problems.add(
            new InvalidConfigException(
                "idempotency_key", "must be 0 (off) to 64MiB, was " + keptContent));
      }
      InvalidConfigException.throwIfAny(problems);
      on = Set.copyOf(on);
    }
  }
}
