package io.rgate.limits;

import static java.util.stream.Collectors.toSet;

import io.rgate.api.Filter;
import io.rgate.spi.FilterProvider;
import io.rgate.spi.Settings;
import java.time.Duration;

/**
 * Makes {@link CircuitBreakerFilter}: {@code filters: [{type: circuit_breaker}]}.
 *
 * <p>Settings, none of which must be there: {@code name}, {@code failures}, {@code of}, {@code
 * at_least}, {@code open_for}, {@code open_most}, {@code half_open}, {@code slow}, {@code
 * slow_share}, {@code on}. The builder's methods explain them.
 */
public final class CircuitBreakerProvider implements FilterProvider {

  /** For {@link java.util.ServiceLoader}. */
  public CircuitBreakerProvider() {}

  @Override
  public String name() {
    return "circuit_breaker";
  }

  @Override
  public Filter create(Settings settings) {
    CircuitBreakerFilter.Builder builder = CircuitBreakerFilter.builder();
    builder.name(settings.string("name", RateLimit.Builder.NAME));
    builder.failures(Read.percent(settings, "failures", CircuitBreakerFilter.Builder.FAILURES));
    int of =
        settings.integer(
            "of", CircuitBreakerFilter.Builder.OF, 1, CircuitBreakerFilter.Builder.MOST);
    int atLeast =
        settings.integer(
            "at_least",
            Math.min(of, CircuitBreakerFilter.Builder.AT_LEAST),
            1,
            CircuitBreakerFilter.Builder.MOST);
    Read.set(settings, "at_least", () -> atLeast, given -> builder.of(of, given));
    openFor(settings, builder);
    builder.halfOpen(
        settings.integer(
            "half_open",
            CircuitBreakerFilter.Builder.HALF_OPEN,
            1,
            CircuitBreakerFilter.Builder.MOST));
    slow(settings, builder);
    if (settings.has("on")) {
      Read.set(
          settings,
          "on",
          () -> settings.strings("on"),
          texts -> builder.on(texts.stream().map(CircuitBreakerProvider::status).collect(toSet())));
    }
    return builder.build();
  }

  private static void openFor(Settings settings, CircuitBreakerFilter.Builder builder) {
    Duration first = Read.duration(settings, "open_for", CircuitBreakerFilter.Builder.OPEN_FOR);
    Duration usual =
        first.compareTo(CircuitBreakerFilter.Builder.OPEN_MOST) > 0
            ? first
            : CircuitBreakerFilter.Builder.OPEN_MOST;
    Duration most = Read.duration(settings, "open_most", usual);
    String key = most.compareTo(first) < 0 ? "open_most" : "open_for";
    Read.set(settings, key, () -> first, given -> builder.openFor(given, most));
  }

  private static void slow(Settings settings, CircuitBreakerFilter.Builder builder) {
    int share = Read.percent(settings, "slow_share", CircuitBreakerFilter.Builder.SLOW_SHARE);
    if (settings.has("slow")) {
      builder.slow(Read.duration(settings, "slow", Duration.ofSeconds(1)), share);
    } else if (settings.has("slow_share")) {
      Read.requireThere(settings, "slow");
    }
  }

  private static int status(String text) {
    if (!text.matches("5\\d\\d")) {
      throw new IllegalArgumentException(
          "must be a list of statuses from 500 to 599, was '" + text + "'");
    }
    return Integer.parseInt(text);
  }
}
