package io.rgate.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the values of one record. For one thread. */
final class Problems {
  private static final Duration LONGEST = Duration.ofDays(1);

  private final List<InvalidConfigException> found = new ArrayList<>();

  /** Notes {@code problem} about {@code key}, if there is one. */
  void add(boolean isWrong, String key, String problem) {
    if (isWrong) {
      found.add(new InvalidConfigException(key, problem));
    }
  }

  /** A time must be more than 0 and at most a day. */
  void checkTime(String key, Duration time) {
    add(
        time.isZero() || time.isNegative() || time.compareTo(LONGEST) > 0,
        key,
        "must be more than 0 and at most a day, was " + time);
  }

  /** A number must be {@code least} or more. */
  void checkLeast(String key, int number, int least) {
    add(number < least, key, "must be " + least + " or more, was " + number);
  }

  /** A limit must be 0, for none, or more. */
  void checkLimit(String key, int limit) {
    add(limit < 0, key, "must be 0 (no limit) or more, was " + limit);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Ends the making of the record if something is wrong with it. */
  void throwIfAny() {
    InvalidConfigException.throwIfAny(found);
  }
}
