package io.rgate.api;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Forwarding.Retries;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.GatewayConfig.Plugin;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests whose raw path starts with a prefix to a backend.
 *
 * @param name the name for statistics and logs; by default the prefix
 * @param pathPrefix starts with {@code /}; compared with the raw path literally, so {@code /api}
 *     also matches {@code /apis}
 * @param backend the name of a backend
 * @param forwarding how requests of this route are forwarded
 * @param retries when a request is sent to another endpoint; null: as its backend says
 * @param concurrency how many requests of this route may be under way
 * @param filters see each request of this route, in this order, behind those of the gateway
 * @param fault what goes wrong on purpose; null: nothing
 * @param expect who answers a client that waits for 100 before it sends its content
 */
public record Route(
    String name,
    String pathPrefix,
    String backend,
    Forwarding forwarding,
    @Nullable Retries retries,
    Concurrency concurrency,
    List<Plugin> filters,
    @Nullable Fault fault,
    Expect expect) {
  /**
   * A star at the end or as a whole segment is meant as a pattern; elsewhere it is a plain
   * character.
   */
  private static final Pattern PATTERN = Pattern.compile("\\*$|/\\*+/");

  /** A route named after its prefix that forwards by {@link Forwarding#DEFAULT}. */
  public Route(String pathPrefix, String backend) {
    this(
        requireNonNull(pathPrefix, "pathPrefix"),
        pathPrefix,
        backend,
        Forwarding.DEFAULT,
        null,
        Concurrency.UNLIMITED,
        List.of(),
        null,
        Expect.ANSWER);
  }

  /** The same route with another name. */
  public Route withName(String other) {
    return new Route(
        other, pathPrefix, backend, forwarding, retries, concurrency, filters, fault, expect);
  }

  /** The same route with other forwarding. */
  public Route withForwarding(Forwarding other) {
    return new Route(
        name, pathPrefix, backend, other, retries, concurrency, filters, fault, expect);
  }

  /** The same route with a rule of its own for requests that are sent again. */
  public Route withRetries(Retries other) {
    requireNonNull(other, "other");
    return new Route(
        name, pathPrefix, backend, forwarding, other, concurrency, filters, fault, expect);
  }

  /** The same route with another limit of the requests under way. */
  public Route withConcurrency(Concurrency other) {
    return new Route(name, pathPrefix, backend, forwarding, retries, other, filters, fault, expect);
  }

  /** The same route with other filters. */
  public Route withFilters(List<Plugin> other) {
    return new Route(
        name, pathPrefix, backend, forwarding, retries, concurrency, other, fault, expect);
  }

  /** The same route where this goes wrong on purpose. */
  public Route withFault(Fault other) {
    requireNonNull(other, "other");
    return new Route(
        name, pathPrefix, backend, forwarding, retries, concurrency, filters, other, expect);
  }

  /** The same route where {@code Expect} is answered by another one. */
  public Route withExpect(Expect other) {
    requireNonNull(other, "other");
    return new Route(
        name, pathPrefix, backend, forwarding, retries, concurrency, filters, fault, other);
  }

  /** Who answers {@code Expect: 100-continue} (RFC 9110, 10.1.1). */
  public enum Expect {
    /** The gateway, when it forwards the content. */
    ANSWER,
    /** The origin, which gets the field: its 100 or its final status goes to the client. */
    FORWARD
  }

  /**
   * Checks the name, the prefix and the backend's name.
   *
   * @throws InvalidConfigException if the prefix does not start with {@code /}, holds a character
   *     that no raw path can hold or a star as patterns have it, the backend's name is blank, or
   *     the limit is one for each endpoint
   */
  public Route {
    requireNonNull(name, "name");
    requireNonNull(pathPrefix, "pathPrefix");
    requireNonNull(backend, "backend");
    requireNonNull(forwarding, "forwarding");
    requireNonNull(expect, "expect");
    requireNonNull(concurrency, "concurrency").requireNoEndpoints();
    filters = List.copyOf(requireNonNull(filters, "filters"));
    if (!pathPrefix.startsWith("/")) {
      throw new InvalidConfigException(
          "path_prefix",
          "must start with '/', was '" + pathPrefix + "'; write '/" + literal(pathPrefix) + "'");
    }
    int bad = indexOfForbidden(pathPrefix);
    if (bad >= 0) {
      throw new InvalidConfigException(
          "path_prefix",
          "must hold only characters that a request's raw path can hold; percent-encode the one at"
              + " index "
              + bad
              + ", was '"
              + pathPrefix
              + "'");
    }
    refusePattern(pathPrefix);
    if (name.isBlank()) {
      throw new InvalidConfigException("name", "must not be blank");
    }
    if (backend.isBlank()) {
      throw new InvalidConfigException("backend", "must name a backend, was blank");
    }
  }

  private static void refusePattern(String pathPrefix) {
    if (PATTERN.matcher(pathPrefix).find()) {
      String meant = literal(pathPrefix);
      throw new InvalidConfigException(
          "path_prefix",
          "must be a prefix without '*', which stands for nothing but itself; all paths that start"
              + " with '"
              + meant
              + "' are meant by '"
              + meant
              + "', was '"
              + pathPrefix
              + "'");
    }
  }

  /** The prefix up to a star that is meant as a pattern. */
  private static String literal(String prefix) {
    return PATTERN.matcher(prefix).find() ? prefix.substring(0, prefix.indexOf('*')) : prefix;
  }

  /** A raw path is visible ASCII without the delimiters of query and fragment (RFC 3986, 3.3). */
  private static int indexOfForbidden(String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '?' || c == '#') {
        return i;
      }
    }
    return -1;
  }

  /**
   * What goes wrong on purpose, so that users can test their own clients.
   *
   * @param delay how long a request waits before it is forwarded; zero: not at all
   * @param abort the status of the answer that it gets then, 200 to 599; 0: it is forwarded
   * @param sharePercent how many of a hundred requests this happens to
   */
  public record Fault(Duration delay, int abort, int sharePercent) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * Checks the numbers.
     *
     * @throws InvalidConfigException if the time is negative or above an hour, the status is none,
     *     the share is not 1 to 100, or nothing would happen
     */
    public Fault {
      requireNonNull(delay, "delay");
      Problems problems = new Problems();
      problems.add(
          delay.isNegative() || delay.compareTo(LONGEST) > 0,
          "delay",
          "must be 0s to 1h, was " + delay);
      problems.add(
          abort != 0 && (abort < 200 || abort > 599), "abort", "must be 200 to 599, was " + abort);
      problems.add(
          sharePercent < 1 || sharePercent > 100,
          "share",
          "must be 1% to 100%, was " + sharePercent + "%");
      problems.add(
          delay.isZero() && abort == 0,
          "delay",
          "must be above 0s where there is no abort: nothing would happen");
      problems.throwIfAny();
    }
  }
}
