package io.rgate.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms that a setting's text can have; what is wrong becomes an IllegalArgumentException. */
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
    // What exceeds it overflows where the duration is used, in toNanos().
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

  static String kind(@Nullable Object value) {
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

  /** The Levenshtein distance: how many characters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
        diagonal = row[j];
        row[j] = best;
      }
    }
    return row[b.length()];
  }
}
