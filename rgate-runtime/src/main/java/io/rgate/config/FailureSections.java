package io.rgate.config;

import io.rgate.api.Backend.Ejection;
import io.rgate.api.Backend.Health;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Forwarding.Retries.On;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.Route;
import io.rgate.spi.Settings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sections of a backend that say what becomes of failures. */
final class FailureSections {
  private static final Map<String, On> WORDS =
      Map.of(
          "connect", On.CONNECT,
          "closed", On.CLOSED,
          "timeout", On.TIMEOUT,
          "invalid", On.INVALID,
          "503", On.UNAVAILABLE,
          "500", On.ERROR,
          "502", On.BAD_GATEWAY,
          "504", On.GATEWAY_TIMEOUT,
          "429", On.TOO_MANY_REQUESTS);

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})\\s?%");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** Stands for a limit that follows the time that answers take. */
  private static final int AUTO = -1;

  private FailureSections() {}

  /** Reads the section; a missing key has its default. */
  static Ejection ejection(Settings section) {
    Sections.only(section, "failures", "for", "most", "on_500");
    Ejection fallback = Ejection.DEFAULT;
    int failures = section.integer("failures", fallback.failures(), 0, Integer.MAX_VALUE);
    Duration first = section.duration("for", fallback.first());
    Duration longest = fallback.most().compareTo(first) < 0 ? first : fallback.most();
    Duration most = section.duration("most", longest);
    boolean on500 = section.bool("on_500", fallback.on500());
    return section.attempt(() -> new Ejection(failures, first, most, on500)).orElse(fallback);
  }

  /** Reads the section; a missing key has its default. */
  static Retries retries(Settings section) {
    Sections.only(section, "max", "on", "budget", "idempotency_key");
    Retries fallback = Retries.DEFAULT;
    int max = section.integer("max", fallback.max(), 0, Integer.MAX_VALUE);
    Set<On> on = section.has("on") ? words(section) : fallback.on();
    int budget = percent(section, "budget", fallback.budgetPercent());
    int kept = (int) Math.min(section.size("idempotency_key", 0), Integer.MAX_VALUE);
    return section.attempt(() -> new Retries(max, on, budget, kept)).orElse(fallback);
  }

  /**
   * Reads the section {@code limits} of {@code owner}; a missing key has its default.
   *
   * @param ofBackend whether it may have a limit for each endpoint
   */
  static Concurrency limits(Settings owner, boolean ofBackend) {
    Settings section =
        Sections.only(
            owner.section("limits"), "concurrent", "per_endpoint", "queue", "queue_timeout");
    Concurrency fallback = Concurrency.UNLIMITED;
    int most = section.attempt(() -> concurrent(section)).orElse(0);
    int each = ofBackend ? section.integer("per_endpoint", 0, 0, Integer.MAX_VALUE) : 0;
    if (!ofBackend && section.has("per_endpoint")) {
      section.attempt(() -> {
        throw section.error(
            "per_endpoint", "is for the limits of a backend only; write it into backends[].limits");
      });
    }
    int queue = section.integer("queue", fallback.queue(), 0, Integer.MAX_VALUE);
    Duration wait = section.duration("queue_timeout", fallback.queueTimeout());
    return section
        .attempt(() -> new Concurrency(Math.max(0, most), most == AUTO, each, queue, wait))
        .orElse(fallback);
  }

  private static int concurrent(Settings section) {
    String text = section.string("concurrent", "0");
    if (text.equals("auto")) {
      return AUTO;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw section.error(
          "concurrent", "must be a whole number, 0 for no limit, or auto, was '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /** Reads the section {@code health} of {@code backend}; null if there is none. */
  static @Nullable Health health(Settings backend) {
    if (!backend.has("health")) {
      return null;
    }
    Settings section =
        Sections.only(backend.section("health"), "path", "interval", "timeout", "fall", "rise");
    String path = section.optionalString("path").orElse(null);
    Health fallback = Health.of(null);
    Duration interval = section.duration("interval", fallback.interval());
    Duration timeout = section.duration("timeout", fallback.timeout());
    int fall = section.integer("fall", fallback.fall(), 1, Integer.MAX_VALUE);
    int rise = section.integer("rise", fallback.rise(), 1, Integer.MAX_VALUE);
    return section.attempt(() -> new Health(path, interval, timeout, fall, rise)).orElse(fallback);
  }

  /** Reads the section {@code fault} of {@code route}; null if there is none. */
  static Route.@Nullable Fault fault(Settings route) {
    if (!route.has("fault")) {
      return null;
    }
    Settings section = Sections.only(route.section("fault"), "delay", "abort", "share");
    Duration delay = section.duration("delay", Duration.ZERO);
    int abort = section.integer("abort", 0, 200, 599);
    int share = percent(section, "share", 100);
    return section.attempt(() -> new Route.Fault(delay, abort, share)).orElse(null);
  }

  private static Set<On> words(Settings section) {
    Set<On> on = EnumSet.noneOf(On.class);
    List<String> texts = section.strings("on");
    for (int i = 0; i < texts.size(); i++) {
      String key = "on[" + i + "]";
      String text = texts.get(i);
      section
          .attempt(() -> {
            On word = WORDS.get(text);
            if (word == null) {
              throw section.error(
                  key,
                  "must be one of connect, closed, timeout, invalid, 429, 500, 502, 503, 504, was '"
                      + text
                      + "'");
            }
            return word;
          })
          .ifPresent(on::add);
    }
    return on;
  }

  private static int percent(Settings section, String key, int fallback) {
    if (!section.has(key)) {
      return fallback;
    }
    return section
        .attempt(() -> {
          String text = section.string(key);
          var percent = PERCENT.matcher(text);
          if (!percent.matches() || Integer.parseInt(percent.group(1)) > 100) {
            throw section.error(key, "must be 0% to 100%, was '" + text + "'");
          }
          return Integer.parseInt(percent.group(1));
        })
        .orElse(fallback);
  }
}
