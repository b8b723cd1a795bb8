package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * @param upgrade what a client may go on with instead of HTTP ({@code Upgrade}, RFC 9110, 7.8),
 *     such as {@code websocket}; a name without a version is for all versions
 */
public record Forwarding(
    boolean preserveHost,
    Timeouts timeouts,
    long maxRequestBody,
    boolean forwarded,
    List<AddressBlock> trustedProxies,
    boolean clientCert,
    List<String> upgrade) {
  /** WebSocket (RFC 6455) as {@code Upgrade} names it. */
  public static final String WEBSOCKET = "websocket";

  private static final List<String> USUAL = List.of(WEBSOCKET);

  /** The size of content is not limited. */
  public static final long UNLIMITED = -1;

  /** Host preserved, default timeouts, content of any size, WebSocket; all else is off. */
  public static final Forwarding DEFAULT =
      new Forwarding(true, Timeouts.DEFAULT, UNLIMITED, false, List.of());

  /** Without {@code Client-Cert} and with WebSocket, checked as by the first constructor. */
  public Forwarding(
      boolean preserveHost,
      Timeouts timeouts,
      long maxRequestBody,
      boolean forwarded,
      List<AddressBlock> trustedProxies) {
    this(preserveHost, timeouts, maxRequestBody, forwarded, trustedProxies, false, USUAL);
  }

  /**
   * Checks the limit and the protocols, and copies the lists.
   *
   * @throws InvalidConfigException if the limit is negative and not {@link #UNLIMITED}, or a
   *     protocol is none that {@code Upgrade} can name, or HTTP itself
   */
  public Forwarding {
    requireNonNull(timeouts, "timeouts");
    requireNonNull(trustedProxies, "trustedProxies");
    requireNonNull(upgrade, "upgrade");
    if (maxRequestBody < UNLIMITED) {
      throw new InvalidConfigException(
          "max_request_body", "must be 0 bytes or more, was " + maxRequestBody);
    }
    trustedProxies = List.copyOf(trustedProxies);
    upgrade = List.copyOf(upgrade);
    Protocols.require("upgrade", upgrade);
  }

  /** Whether a client may go on with {@code protocol}, a name with or without a version. */
  public boolean allowsUpgrade(String protocol) {
    return Protocols.contain(upgrade, protocol);
  }

  /** The same forwarding with or without the client's {@code Host}. */
  public Forwarding withPreserveHost(boolean other) {
    return new Forwarding(
        other, timeouts, maxRequestBody, forwarded, trustedProxies, clientCert, upgrade);
  }

  /** The same forwarding with other timeouts. */
  public Forwarding withTimeouts(Timeouts other) {
    return new Forwarding(
        preserveHost, other, maxRequestBody, forwarded, trustedProxies, clientCert, upgrade);
  }

  /** The same forwarding with another limit of a request's content. */
  public Forwarding withMaxRequestBody(long other) {
    return new Forwarding(
        preserveHost, timeouts, other, forwarded, trustedProxies, clientCert, upgrade);
  }

  /** The same forwarding with or without {@code Forwarded}. */
  public Forwarding withForwarded(boolean other) {
    return new Forwarding(
        preserveHost, timeouts, maxRequestBody, other, trustedProxies, clientCert, upgrade);
  }

  /** The same forwarding with other trusted proxies. */
  public Forwarding withTrustedProxies(List<AddressBlock> other) {
    return new Forwarding(
        preserveHost, timeouts, maxRequestBody, forwarded, other, clientCert, upgrade);
  }

  /** The same forwarding with or without {@code Client-Cert}. */
  public Forwarding withClientCert(boolean other) {
    return new Forwarding(
        preserveHost, timeouts, maxRequestBody, forwarded, trustedProxies, other, upgrade);
  }

  /** The same forwarding, where a client may go on with these protocols; none: with HTTP only. */
  public Forwarding withUpgrade(List<String> other) {
    return new Forwarding(
        preserveHost, timeouts, maxRequestBody, forwarded, trustedProxies, clientCert, other);
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
      Problems problems = new Problems();
      problems.add(max < 0, "max", "must be 0 (none) or more, was " + max);
      problems.add(
          budgetPercent < 0 || budgetPercent > 100,
          "budget",
          "must be 0% to 100%, was " + budgetPercent + "%");
      problems.add(
          keptContent < 0 || keptContent > MOST_KEPT,
          "idempotency_key",
          "must be 0 (off) to 64MiB, was " + keptContent);
      problems.throwIfAny();
      on = Set.copyOf(on);
    }
  }

  /**
   * How a client stays with the endpoint that answered it first, as long as that endpoint works: by
   * a cookie that names the endpoint.
   *
   * @param cookie the name of the cookie
   * @param maxAge how long the client keeps it; null: until it ends its session
   * @param httpOnly whether scripts of a page cannot read it
   * @param secure whether the client sends it over TLS only
   * @param sameSite whether the client sends it with requests that come from other sites
   * @param path the paths that the client sends it for
   */
  public record Sticky(
      String cookie,
      @Nullable Duration maxAge,
      boolean httpOnly,
      Secure secure,
      SameSite sameSite,
      String path) {

    /** When a cookie has the attribute {@code Secure}. */
    public enum Secure {
      /** If the request came over TLS. */
      AUTO,
      /** Always. */
      TRUE,
      /** Never. */
      FALSE
    }

    /** The attribute {@code SameSite}. */
    public enum SameSite {
      /** With links to this site, and with all that this site asks for itself. */
      LAX,
      /** With what this site asks for itself only. */
      STRICT,
      /** Always; browsers take that from a cookie that is {@code Secure} only. */
      NONE
    }

    /** A cookie of the session, for all paths; scripts cannot read it; {@code SameSite=Lax}. */
    public Sticky(String cookie) {
      this(cookie, null, true, Secure.AUTO, SameSite.LAX, "/");
    }

    /** The same cookie, kept for that long. */
    public Sticky withMaxAge(Duration other) {
      return new Sticky(cookie, other, httpOnly, secure, sameSite, path);
    }

    /** The same cookie, which scripts can read or not. */
    public Sticky withHttpOnly(boolean other) {
      return new Sticky(cookie, maxAge, other, secure, sameSite, path);
    }

    /** The same cookie with another {@code Secure}. */
    public Sticky withSecure(Secure other) {
      return new Sticky(cookie, maxAge, httpOnly, other, sameSite, path);
    }

    /** The same cookie with another {@code SameSite}. */
    public Sticky withSameSite(SameSite other) {
      return new Sticky(cookie, maxAge, httpOnly, secure, other, path);
    }

    /** The same cookie for other paths. */
    public Sticky withPath(String other) {
      return new Sticky(cookie, maxAge, httpOnly, secure, sameSite, other);
    }

    /**
     * Checks the values.
     *
     * @throws InvalidConfigException if the name is no token (RFC 6265, 4.1.1), the path does not
     *     start with a slash or has a character that would end it, the age is less than a second,
     *     or {@code SameSite=None} is asked for without {@code Secure}
     */
    public Sticky {
      requireNonNull(cookie, "cookie");
      requireNonNull(secure, "secure");
      requireNonNull(sameSite, "sameSite");
      requireNonNull(path, "path");
      Problems problems = new Problems();
      problems.add(
          !Fields.isToken(cookie),
          "cookie",
          "must be the name of a cookie, such as SERVER, was '" + cookie + "'");
      problems.add(
          !path.matches("/[!-:<-~]*"),
          "path",
          "must start with / and hold no blank and no ;, was '" + path + "'");
      problems.add(
          maxAge != null && maxAge.toSeconds() < 1,
          "max_age",
          "must be a second or more, was " + maxAge);
      problems.add(
          sameSite == SameSite.NONE && secure == Secure.FALSE,
          "same_site",
          "none must not be given with 'secure: false', because browsers refuse such a cookie");
      problems.throwIfAny();
    }
  }
}
