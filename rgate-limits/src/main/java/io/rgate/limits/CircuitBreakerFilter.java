package io.rgate.limits;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends no more requests to a backend while too many of them fail there: they get 503 with {@code
 * Retry-After} at once. After a time a few requests are let through; if these succeed, all are.
 *
 * <p>What counts is the status of the answer and how long its head took. An answer with a status
 * from 400 to 499 does not count, nor does a request that no endpoint was tried for. Safe for use
 * by many threads.
 */
public final class CircuitBreakerFilter implements Filter {
  private static final System.Logger LOG = System.getLogger(CircuitBreakerFilter.class.getName());

  private final CircuitBreaker breaker;
  private final Clock clock;

  /** Until when requests are refused, in milliseconds since the epoch. */
  private volatile long openUntil;

  private CircuitBreakerFilter(Builder from) {
    clock = from.clock;
    IntervalFunction waits =
        IntervalFunction.ofExponentialRandomBackoff(from.openFor, 2.0, 0.2, from.openMost);
    breaker =
        CircuitBreaker.of(
            from.name,
            CircuitBreakerConfig.custom()
                .slidingWindow(
                    from.of, Math.min(from.atLeast, from.of), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(from.failures)
                .slowCallDurationThreshold(from.slow)
                .slowCallRateThreshold(from.slowShare)
                .permittedNumberOfCallsInHalfOpenState(from.halfOpen)
                .recordResult(from.on::contains)
                .recordException(e -> true)
                .clock(clock)
                .currentTimestampFunction(from.nanos, TimeUnit.NANOSECONDS)
                .waitIntervalFunctionInOpenState(times -> opened(waits.apply(times)))
                .build());
    breaker.getEventPublisher().onStateTransition(e -> tell(e.getStateTransition().getToState()));
  }

  /** A filter with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  private long opened(long millis) {
    openUntil = clock.millis() + millis;
    return millis;
  }

  private void tell(CircuitBreaker.State state) {
    String name = "the circuit breaker " + breaker.getName();
    switch (state) {
      case OPEN ->
          LOG.log(
              WARNING,
              name
                  + " is open: too many requests failed or were slow; for "
                  + secondsLeft()
                  + " s requests get 503");
      case HALF_OPEN -> LOG.log(INFO, name + " is half open: it lets a few requests through");
      case CLOSED -> LOG.log(INFO, name + " is closed: requests are served again");
      default -> {}
    }
  }

  private long secondsLeft() {
    return Math.max(1, Math.ceilDiv(openUntil - clock.millis(), 1000));
  }

  @Override
  public Response filter(Request request, Handler next) throws IOException {
    if (!breaker.tryAcquirePermission()) {
      Response refusal = Response.text(503, "this service has failed too often just now\n");
      return refusal.withFields(
          refusal.fields().with("Retry-After", String.valueOf(secondsLeft())));
    }
    long begin = breaker.getCurrentTimestamp();
    boolean counted = false;
    try {
      Response response = next.handle(request);
      if (counts(response)) {
        counted = true;
        breaker.onResult(since(begin), breaker.getTimestampUnit(), response.status());
      }
      return response;
    } finally {
      if (!counted) {
        breaker.releasePermission();
      }
    }
  }

  private long since(long begin) {
    return breaker.getCurrentTimestamp() - begin;
  }

  private static boolean counts(Response response) {
    boolean blamesTheClient = response.status() >= 400 && response.status() < 500;
    return !blamesTheClient && !response.attempts().all().isEmpty();
  }

  /** The state, for tests. */
  CircuitBreaker.State state() {
    return breaker.getState();
  }

  /** Collects settings; used by one thread. */
  public static final class Builder {
    static final int FAILURES = 50;
    static final int OF = 100;
    static final int AT_LEAST = 20;
    static final int HALF_OPEN = 5;
    static final int SLOW_SHARE = 80;
    static final Duration OPEN_FOR = Duration.ofSeconds(10);
    static final Duration OPEN_MOST = Duration.ofMinutes(1);
    static final Set<Integer> ON = Set.of(500, 502, 503, 504);
    static final int MOST = 100_000;

    /** No answer is slow. */
    private static final Duration NEVER = Duration.ofDays(365);

    private String name = RateLimit.Builder.NAME;
    private int failures = FAILURES;
    private int of = OF;
    private int atLeast = AT_LEAST;
    private Duration openFor = OPEN_FOR;
    private Duration openMost = OPEN_MOST;
    private int halfOpen = HALF_OPEN;
    private Duration slow = NEVER;
    private int slowShare = 100;
    private Set<Integer> on = ON;
    private Clock clock = Clock.systemUTC();
    private Function<Clock, Long> nanos = unused -> System.nanoTime();

    private Builder() {}

    /** Sets what the log calls it; the default is {@code default}. */
    public Builder name(String given) {
      name = requireNonNull(given, "given");
      return this;
    }

    /**
     * Sets how many percent of the requests must fail until it opens; the default is 50.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than 100
     */
    public Builder failures(int percent) {
      failures = bounded(percent, 100);
      return this;
    }

    /**
     * Sets of how many requests, the last ones, and how many of them there must be at least; the
     * defaults are 100 and 20.
     *
     * @throws IllegalArgumentException if one is less than 1 or more than 100,000, or {@code
     *     atLeast} more than {@code of}
     */
    public Builder of(int of, int atLeast) {
      this.of = bounded(of, MOST);
      this.atLeast = bounded(atLeast, of);
      return this;
    }

    /**
     * Sets for how long it is open the first time; each further time in a row is twice as long, at
     * most {@code most}, all of them up to a fifth longer or shorter. The defaults are 10 seconds
     * and a minute.
     *
     * @throws IllegalArgumentException if {@code first} is less than 10 ms or {@code most} less
     *     than {@code first}
     */
    public Builder openFor(Duration first, Duration most) {
      if (first.toMillis() < 10) {
        throw new IllegalArgumentException("must be at least 10ms, was " + first.toMillis() + "ms");
      }
      if (most.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "must be at least open_for, which is "
                + first.toMillis()
                + "ms, was "
                + most.toMillis()
                + "ms");
      }
      openFor = first;
      openMost = most;
      return this;
    }

    /**
     * Sets how many requests are let through to find out; the default is 5.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than 100,000
     */
    public Builder halfOpen(int given) {
      halfOpen = bounded(given, MOST);
      return this;
    }

    /**
     * Opens it also if that many percent of the answers take longer than {@code slow}; by default
     * no answer is slow.
     *
     * @throws IllegalArgumentException if {@code slow} is less than 1 ms, or {@code percent} less
     *     than 1 or more than 100
     */
    public Builder slow(Duration slow, int percent) {
      if (slow.toMillis() < 1) {
        throw new IllegalArgumentException("must be at least 1ms, was " + slow.toNanos() + " ns");
      }
      this.slow = slow;
      slowShare = bounded(percent, 100);
      return this;
    }

    /**
     * Sets which statuses are failures; the default is 500, 502, 503 and 504.
     *
     * @throws IllegalArgumentException if one is less than 500 or more than 599, or there is none
     */
    public Builder on(Set<Integer> statuses) {
      if (statuses.isEmpty() || statuses.stream().anyMatch(s -> s < 500 || s > 599)) {
        throw new IllegalArgumentException("must be statuses from 500 to 599, was " + statuses);
      }
      on = Set.copyOf(statuses);
      return this;
    }

    /** Takes the time from {@code given}; for tests. */
    Builder clock(Clock given) {
      clock = given;
      nanos = now -> TimeUnit.MILLISECONDS.toNanos(now.millis());
      return this;
    }

    /** Makes the filter. */
    public CircuitBreakerFilter build() {
      return new CircuitBreakerFilter(this);
    }

    private static int bounded(int value, int most) {
      if (value < 1 || value > most) {
        throw new IllegalArgumentException("must be 1 to " + most + ", was " + value);
      }
      return value;
    }
  }
}
