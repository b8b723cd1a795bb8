package io.rgate.spi;

import io.rgate.api.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes in the settings of one source: each is thrown at once, or they are collected. For one
 * thread.
 */
final class Mistakes {
  private @Nullable List<InvalidConfigException> collected;

  /**
   * Adds {@code mistake} to the collection.
   *
   * @throws InvalidConfigException this mistake, if none are being collected
   */
  void add(InvalidConfigException mistake) {
    if (collected == null) {
      throw mistake;
    }
    collected.add(mistake);
  }

  /** Removes the mistakes that are only consequences of another one. */
  void forgetIf(Predicate<InvalidConfigException> follows) {
    if (collected != null) {
      collected.removeIf(follows);
    }
  }

  /**
   * Runs {@code reading}, which may add mistakes and continue, and returns its result.
   *
   * @throws InvalidConfigException with all mistakes and the one that ended the reading
   */
  <T> T collect(Supplier<T> reading) {
    if (collected != null) {
      return reading.get(); // the collection around this one throws them
    }
    List<InvalidConfigException> mine = new ArrayList<>();
    collected = mine;
    T made;
    try {
      made = reading.get();
    } catch (RuntimeException e) {
      throw mine.isEmpty() ? e : withEnd(mine, e);
    } finally {
      collected = null;
    }
    if (!mine.isEmpty()) {
      close(made);
      throw InvalidConfigException.of(mine);
    }
    return made;
  }

  /** A failure after a mistake may only follow from the mistake, so the mistake is reported. */
  private static InvalidConfigException withEnd(
      List<InvalidConfigException> mine, RuntimeException end) {
    if (end instanceof InvalidConfigException mistake) {
      List<InvalidConfigException> all = new ArrayList<>(mine);
      all.add(mistake);
      return InvalidConfigException.of(all);
    }
    InvalidConfigException all = InvalidConfigException.of(mine);
    all.addSuppressed(end);
    return all;
  }

  private static void close(@Nullable Object made) {
    if (made instanceof AutoCloseable product) {
      try {
        product.close();
      } catch (Exception e) {
        // The mistakes are what the user has to see. A failure to close an unused product does not
        // matter.
        return;
      }
    }
  }
}
