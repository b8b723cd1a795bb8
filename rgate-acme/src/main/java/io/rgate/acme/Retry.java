package io.rgate.acme;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * When something that failed is tried again.
 *
 * @param failures one after another
 * @param next not before
 */
record Retry(int failures, Instant next) {
  /** Nothing has failed. */
  static final Retry NONE = new Retry(0, Instant.MIN);

  /** The later one of both. */
  Retry or(@Nullable Retry other) {
    return other != null && other.next.isAfter(next) ? other : this;
  }

  /** As a file has it, with {@code reason} for a reader. */
  String text(String reason) {
    return failures + " " + next + "\n" + reason + "\n";
  }

  /** What {@link #text} has written, or null if it is something else. */
  static @Nullable Retry parse(String text) {
    try (Scanner words = new Scanner(text)) {
      return words.hasNextInt() ? new Retry(words.nextInt(), Instant.parse(words.next())) : null;
    } catch (DateTimeException | java.util.NoSuchElementException e) {
      return null;
    }
  }
}
