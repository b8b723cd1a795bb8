package io.rgate.api;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Forwarding.Retries;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.GatewayConfig.Plugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named set of endpoints: those whose labels meet all of its conditions.
 *
 * @param name the name by which routes refer to the backend
 * @param matchLabels the conditions, at least one; an endpoint belongs if it meets them all
 * @param balance the balancer that shares out its requests; null: the gateway's default
 * @param ejection when an endpoint that fails is left out
 * @param retries when a request is sent to another endpoint
 * @param concurrency how many requests may be under way at all its endpoints together
 * @param health how its endpoints are checked; null: by the requests only
 * @param filters see each request that goes to the backend, in this order, behind those of its
 *     route
 * @param sticky how a client stays with one endpoint; null: it does not
 */
public record Backend(
    String name,
    List<LabelMatch> matchLabels,
    @Nullable Plugin balance,
    Ejection ejection,
    Retries retries,
    Concurrency concurrency,
    @Nullable Health health,
    List<Plugin> filters,
    @Nullable Sticky sticky) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** A backend whose requests are shared out as the gateway does by default. */
  public Backend(String name, List<LabelMatch> matchLabels) {
    this(
        name,
        matchLabels,
        null,
        Ejection.DEFAULT,
        Retries.DEFAULT,
        Concurrency.UNLIMITED,
        null,
        List.of(),
        null);
  }

  /** The same backend whose requests the balancer of that name shares out. */
  public Backend withBalance(String type) {
    return withBalance(Plugin.of(type));
  }

  /** The same backend whose requests that balancer shares out. */
  public Backend withBalance(Plugin other) {
    requireNonNull(other, "other");
    return new Backend(
        name, matchLabels, other, ejection, retries, concurrency, health, filters, sticky);
  }

  /** The same backend with another rule for endpoints that fail. */
  public Backend withEjection(Ejection other) {
    return new Backend(
        name, matchLabels, balance, other, retries, concurrency, health, filters, sticky);
  }

  /** The same backend with another rule for requests that are sent again. */
  public Backend withRetries(Retries other) {
    return new Backend(
        name, matchLabels, balance, ejection, other, concurrency, health, filters, sticky);
  }

  /** The same backend with another limit of the requests under way. */
  public Backend withConcurrency(Concurrency other) {
    return new Backend(
        name, matchLabels, balance, ejection, retries, other, health, filters, sticky);
  }

  /** The same backend whose endpoints are checked like that. */
  public Backend withHealth(Health other) {
    requireNonNull(other, "other");
    return new Backend(
        name, matchLabels, balance, ejection, retries, concurrency, other, filters, sticky);
  }

  /** The same backend with other filters. */
  public Backend withFilters(List<Plugin> other) {
    return new Backend(
        name, matchLabels, balance, ejection, retries, concurrency, health, other, sticky);
  }

  /** The same backend whose clients stay with one endpoint. */
  public Backend withSticky(Sticky other) {
    requireNonNull(other, "other");
    return new Backend(
        name, matchLabels, balance, ejection, retries, concurrency, health, filters, other);
  }

  /**
   * Checks and copies the conditions.
   *
   * @throws InvalidConfigException if a name is blank or there is no condition
   */
  public Backend {
    requireNonNull(name, "name");
    requireNonNull(matchLabels, "matchLabels");
    requireNonNull(ejection, "ejection");
    requireNonNull(retries, "retries");
    requireNonNull(concurrency, "concurrency");
    List<InvalidConfigException> problems = new ArrayList<>();
    if (name.isBlank()) {
      problems.add(new InvalidConfigException("name", "must not be blank"));
    }
    matchLabels = List.copyOf(matchLabels);
    if (matchLabels.isEmpty()) {
      problems.add(
          new InvalidConfigException(
              "match_labels",
              "must name at least one label (KEY=VALUE, or a bare KEY); an empty list would select"
                  + " every container"));
    }
    filters = List.copyOf(requireNonNull(filters, "filters"));
    InvalidConfigException.throwIfAny(problems);
  }

  private static void check(String key, Duration time, List<InvalidConfigException> problems) {
    if (time.isZero() || time.isNegative() || time.compareTo(LONGEST) > 0) {
      problems.add(
          new InvalidConfigException(key, "must be more than 0 and at most a day, was " + time));
    }
  }

  /** Whether {@code endpoint} belongs to this backend. */
  public boolean selects(Endpoint endpoint) {
    for (LabelMatch match : matchLabels) {
      if (!match.matches(endpoint.labels())) {
        return false;
      }
    }
    return true;
  }

  /**
   * When an endpoint that fails gets no more requests for a time.
   *
   * @param failures how many failures in a row it takes; 0: no endpoint is ever left out
   * @param first how long the first time lasts, about; each following one lasts twice as long
   * @param most the longest time
   * @param on500 whether an answer of status 500 is a failure, as those of 502 to 504 are
   */
  public record Ejection(int failures, Duration first, Duration most, boolean on500) {
    /** Two failures in a row; a second, growing up to a minute. */
    public static final Ejection DEFAULT =
        new Ejection(2, Duration.ofSeconds(1), Duration.ofMinutes(1), false);

    /** No endpoint is ever left out. */
    public static final Ejection OFF =
        new Ejection(0, Duration.ofSeconds(1), Duration.ofMinutes(1), false);

    /**
     * Checks the numbers.
     *
     * @throws InvalidConfigException if there are less than 0 failures, a time is not between 0 and
     *     a day, or the longest is shorter than the first
     */
    public Ejection {
      requireNonNull(first, "first");
      requireNonNull(most, "most");
      List<InvalidConfigException> problems = new ArrayList<>();
      if (failures < 0) {
        problems.add(
            new InvalidConfigException("failures", "must be 0 (off) or more, was " + failures));
      }
      check("for", first, problems);
      check("most", most, problems);
      if (problems.isEmpty() && most.compareTo(first) < 0) {
        problems.add(
            new InvalidConfigException(
                "most", "must not be less than 'for', which is " + first + ", was " + most));
      }
      InvalidConfigException.throwIfAny(problems);
    }
  }

  /**
   * How endpoints are checked apart from the requests of clients. An endpoint that fails gets no
   * request until it passes again.
   *
   * @param path what is asked for by a GET, which must be answered with 200 to 399; null: only a
   *     connection is made
   * @param interval the time between two checks of an endpoint, up to a tenth more or less
   * @param timeout how long a check may take
   * @param fall how many checks in a row must fail until the endpoint gets no requests; the first
   *     check of an endpoint decides alone
   * @param rise how many checks in a row must pass until it gets requests again
   */
  public record Health(
      @Nullable String path, Duration interval, Duration timeout, int fall, int rise) {
    /** A GET of {@code path} every 5 seconds, for at most 2; 3 in a row fall, 2 rise. */
    public static Health of(@Nullable String path) {
      return new Health(path, Duration.ofSeconds(5), Duration.ofSeconds(2), 3, 2);
    }

    /**
     * Checks the values.
     *
     * @throws InvalidConfigException if the path does not start with a slash, a time is not between
     *     0 and a day, or a number is less than 1
     */
    public Health {
      requireNonNull(interval, "interval");
      requireNonNull(timeout, "timeout");
      List<InvalidConfigException> problems = new ArrayList<>();
      if (path != null && (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' '))) {
        problems.add(
            new InvalidConfigException(
                "path", "must start with / and hold no blank, was '" + path + "'"));
      }
      check("interval", interval, problems);
      check("timeout", timeout, problems);
      if (fall < 1) {
        problems.add(new InvalidConfigException("fall", "must be 1 or more, was " + fall));
      }
      if (rise < 1) {
        problems.add(new InvalidConfigException("rise", "must be 1 or more, was " + rise));
      }
      InvalidConfigException.throwIfAny(problems);
    }
  }

  /**
   * How a client stays with the endpoint that answered it first, as long as that endpoint works.
   *
   * @param cookie the name of the cookie that the client gets
   */
  public record Sticky(String cookie) {
    /**
     * Checks the name.
     *
     * @throws InvalidConfigException if it is no token (RFC 6265, 4.1.1)
     */
    public Sticky {
      requireNonNull(cookie, "cookie");
      if (!cookie.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw new InvalidConfigException(
            "cookie", "must be the name of a cookie, such as SERVER, was '" + cookie + "'");
      }
    }
  }
}
