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
   * <p>Only a safe request without content (RFC 9110, 9.2.1) is sent again after a byte of it was
   * sent. Where nothing was sent, any request is tried at each endpoint once.
   *
   * @param max how often a request is sent again at most
   * @param on after what
   * @param budgetPercent how many of a hundred requests under way at the backend may be ones that
   *     were sent again; ten always may
   */
  public record Retries(int max, Set<On> on, int budgetPercent) {
    /** Two more attempts after any failure or a 503; a fifth of what is under way. */
    public static final Retries DEFAULT = new Retries(2, EnumSet.allOf(On.class), 20);

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
      UNAVAILABLE
    }

    /**
     * Checks the numbers and copies the set.
     *
     * @throws InvalidConfigException if a number is negative, or the budget is above 100
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
      InvalidConfigException.throwIfAny(problems);
      on = Set.copyOf(on);
    }
  }
}
