package io.rgate.api;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Forwarding.Sticky;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.GatewayConfig.Plugin;
import java.time.Duration;
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
    matchLabels = List.copyOf(matchLabels);
    filters = List.copyOf(requireNonNull(filters, "filters"));
    Problems problems = new Problems();
    problems.add(name.isBlank(), "name", "must not be blank");
    problems.add(
        matchLabels.isEmpty(),
        "match_labels",
        "must name at least one label (KEY=VALUE, or a bare KEY); an empty list would select"
            + " every container");
    problems.throwIfAny();
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
      Problems problems = new Problems();
      problems.add(failures < 0, "failures", "must be 0 (off) or more, was " + failures);
      problems.checkTime("for", first);
      problems.checkTime("most", most);
      problems.add(
          problems.isEmpty() && most.compareTo(first) < 0,
          "most",
          "must not be less than 'for', which is " + first + ", was " + most);
      problems.throwIfAny();
    }
  }

  /**
   * How endpoints are checked apart from the requests of clients. An endpoint that fails gets no
   * request until it passes again.
   *
   * @param path what is asked for by a GET; null: only a connection is made
   * @param interval the time between two checks of an endpoint, up to a tenth more or less
   * @param timeout how long a check may take
   * @param fall how many checks in a row must fail until the endpoint gets no requests; the first
   *     check of an endpoint decides alone
   * @param rise how many checks in a row must pass until it gets requests again
   * @param statuses the answers to the GET that pass
   * @param fields are sent with the GET; one that the gateway sends by itself is replaced
   * @param port where the check goes; 0: where requests go
   * @param grpc the service that a gRPC health service is asked for, in place of a GET; empty: the
   *     server as a whole; null: it is not asked
   */
  public record Health(
      @Nullable String path,
      Duration interval,
      Duration timeout,
      int fall,
      int rise,
      List<Statuses> statuses,
      Fields fields,
      int port,
      @Nullable String grpc) {
    private static final List<Statuses> USUAL = List.of(new Statuses(200, 399));

    /** A check that any answer from 200 to 399 passes, at the port of the requests. */
    public Health(@Nullable String path, Duration interval, Duration timeout, int fall, int rise) {
      this(path, interval, timeout, fall, rise, USUAL, Fields.EMPTY, 0, null);
    }

    /** A GET of {@code path} every 5 seconds, for at most 2; 3 in a row fall, 2 rise. */
    public static Health of(@Nullable String path) {
      return new Health(path, Duration.ofSeconds(5), Duration.ofSeconds(2), 3, 2);
    }

    /** The same check, which these answers pass. */
    public Health withStatuses(List<Statuses> other) {
      return new Health(path, interval, timeout, fall, rise, other, fields, port, grpc);
    }

    /** The same check with these fields. */
    public Health withFields(Fields other) {
      return new Health(path, interval, timeout, fall, rise, statuses, other, port, grpc);
    }

    /** The same check at another port. */
    public Health withPort(int other) {
      return new Health(path, interval, timeout, fall, rise, statuses, fields, other, grpc);
    }

    /** The same check by the gRPC health service, of that service; empty: of the server. */
    public Health withGrpc(String service) {
      requireNonNull(service, "service");
      return new Health(null, interval, timeout, fall, rise, statuses, fields, port, service);
    }

    /**
     * Checks the values.
     *
     * @throws InvalidConfigException if the path does not start with a slash, a time is not between
     *     0 and a day, a number is less than 1, no status passes, the port is none, or there are a
     *     path and a gRPC service
     */
    public Health {
      requireNonNull(interval, "interval");
      requireNonNull(timeout, "timeout");
      requireNonNull(fields, "fields");
      statuses = List.copyOf(statuses);
      Problems problems = new Problems();
      problems.add(
          path != null && (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ')),
          "path",
          "must start with / and hold no blank, was '" + path + "'");
      problems.add(
          path != null && grpc != null, "grpc", "must not be given beside 'path': a check is one");
      problems.checkTime("interval", interval);
      problems.checkTime("timeout", timeout);
      problems.checkLeast("fall", fall, 1);
      problems.checkLeast("rise", rise, 1);
      problems.add(statuses.isEmpty(), "status", "must name at least one status");
      problems.add(port < 0 || port > 65_535, "port", "must be 0 to 65535, was " + port);
      problems.throwIfAny();
    }

    /** Whether an answer of that status passes. */
    public boolean passes(int status) {
      return statuses.stream().anyMatch(some -> some.from() <= status && status <= some.to());
    }

    /**
     * Some statuses that follow each other.
     *
     * @param from the first one
     * @param to the last one
     */
    public record Statuses(int from, int to) {

      /**
       * Checks the numbers.
       *
       * @throws InvalidConfigException if they are not from 200 to 599, or not in order
       */
      public Statuses {
        if (from < 200 || to > 599 || from > to) {
          throw new InvalidConfigException(
              "status", "must be from 200 to 599 and in order, was " + from + "-" + to);
        }
      }
    }
  }
}
