package io.rgate.limits;

import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Settings;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads settings of forms that {@link Settings} does not know. */
final class Read {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})\\s?%");

  private Read() {}

  /** A share from 1% to 100%. */
  static int percent(Settings settings, String key, int fallback) {
    if (!settings.has(key)) {
      return fallback;
    }
    return settings
        .attempt(() -> {
          String text = settings.string(key, fallback + "%");
          Matcher percent = PERCENT.matcher(text);
          int value = percent.matches() ? Integer.parseInt(percent.group(1)) : 0;
          if (value < 1 || value > 100) {
            throw new InvalidConfigException(
                key, "must be 1% to 100%, as in 50%, was '" + text + "'");
          }
          return value;
        })
        .orElse(fallback);
  }

  /** A duration of at least 1 ms. */
  static Duration duration(Settings settings, String key, Duration fallback) {
    Duration read = settings.duration(key, fallback);
    return settings
        .attempt(() -> {
          if (read.isZero()) {
            throw new InvalidConfigException(key, "must be more than 0");
          }
          return read;
        })
        .orElse(fallback);
  }

  /** Says that {@code key} is missing, if it is. */
  static void requireThere(Settings settings, String key) {
    if (!settings.has(key)) {
      var unused =
          settings.attempt(() -> {
            throw new InvalidConfigException(key, "is missing");
          });
    }
  }

  /** Gives what {@code value} reads to {@code use}, whose IllegalArgumentException is a mistake. */
  static <T> void set(Settings settings, String key, Supplier<T> value, Consumer<T> use) {
    T read = value.get();
    var unused =
        settings.attempt(() -> {
          try {
            use.accept(read);
            return true;
          } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(key, String.valueOf(e.getMessage()));
          }
        });
  }
}
