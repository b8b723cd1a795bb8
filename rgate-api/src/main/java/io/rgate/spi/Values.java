package io.rgate.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the text of a setting. A text of a wrong form throws an IllegalArgumentException. */
final class Values {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));
  private static final Duration LONGEST = Duration.ofDays(365);

  private Values() {}

  static int integer(String text, int min, int max) {
    String expected = "must be a whole number from " + min + " to " + max + ", was '" + text + "'";
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expected, e);
    }
    throw new IllegalArgumentException(expected);
  }

  static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false, was '" + text + "'");
    };
  }

  static Duration duration(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "must be a duration with its unit, such as 250ms, 5s, 2m or 1h, was '" + text + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    // A longer duration overflows where it is used, in toNanos().
    if (amount > LONGEST.dividedBy(unit)) {
      throw new IllegalArgumentException(
          "must be at most " + LONGEST.toHours() + "h, was '" + text + "'");
    }
    return unit.multipliedBy(amount);
  }

  static long size(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (matcher.matches()) {
      int shift = List.of("", "KiB", "MiB", "GiB").indexOf(matcher.group(2));
      long amount = Long.parseLong(matcher.group(1));
      if (shift >= 0 && amount <= Long.MAX_VALUE >> (10 * shift)) {
        return amount << (10 * shift);
      }
    }
    throw new IllegalArgumentException(
        "must be a number of bytes, such as 512, 64KiB, 10MiB or 1GiB, was '" + text + "'");
  }

  static <E extends Enum<E>> E choice(String text, Class<E> type) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(text.replace('-', '_'))) {
        return constant;
      }
      names.add(name);
    }
    throw new IllegalArgumentException(
        "must be one of " + String.join(", ", names) + ", was '" + text + "'");
  }

  /** What is relative begins at the folder of {@code source}, if that is a file's name. */
  static Path path(String text, @Nullable String source) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("must be a path, was blank");
    }
    try {
      Path path = Path.of(text);
      return source == null ? path : Path.of(source).resolveSibling(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path, was '" + text + "'", e);
    }
  }

  static String single(@Nullable Object value) {
    if (value == null || value instanceof Map || value instanceof List) {
      throw new IllegalArgumentException("must be a single value, was " + kind(value));
    }
    return value.toString();
  }

  static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("must be a list, was " + kind(value));
  }

  static Map<String, ?> mapping(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("must be a mapping of keys to values, was " + kind(value));
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    return copy;
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "left empty";
      case Map<?, ?> map -> "a mapping";
      case List<?> list -> "a list";
      default -> "'" + value + "'";
    };
  }

  static String didYouMean(String key, Collection<String> known) {
    return known.isEmpty()
        ? "no key is known here"
        : known.stream()
            .filter(
                candidate -> distance(key, candidate) <= Math.min(2, (candidate.length() + 1) / 2))
            .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
            .map(near -> "did you mean '" + near + "'?")
            .orElse("known here: " + String.join(", ", known));
  }

  /**
   * How many characters must be added, removed, replaced or swapped to turn one text into the
   * other.
   */
  private static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : least(rows, a, b, i, j);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int least(int[][] rows, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + change);
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
  }
}
