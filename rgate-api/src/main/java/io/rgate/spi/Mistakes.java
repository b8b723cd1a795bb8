package io.rgate.spi;

import io.rgate.api.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is wrong with the settings of one source: thrown at once, or collected. For one thread. */
final class Mistakes {
  private @Nullable List<InvalidConfigException> collected;

  /**
   * Takes {@code mistake}.
   *
   * @throws InvalidConfigException this one, if none are collected now
   */
  void add(InvalidConfigException mistake) {
    if (collected == null) {
      throw mistake;
    }
    collected.add(mistake);
  }

  /** Forgets those that turn out to follow from another one. */
  void forgetIf(Predicate<InvalidConfigException> follows) {
    if (collected != null) {
      collected.removeIf(follows);
    }
  }

  /**
   * What {@code reading} makes, which may note mistakes meanwhile and go on.
   *
   * @throws InvalidConfigException with all of them, and the one that it ended with
   */
  <T> T collect(Supplier<T> reading) {
    if (collected != null) {
      return reading.get(); // who collects already throws them
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

  /** A reading that fails after a mistake may fail for it: the mistake is what has to be mended. */
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
        // The mistakes say what is wrong; a product that was never used has nothing to lose.
        return;
      }
    }
  }
}
