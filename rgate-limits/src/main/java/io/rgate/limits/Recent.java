package io.rgate.limits;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of values by key. Where there are too many, one goes that was not used for long:
 * of the few that were not used longest the first that is free to forget, or else the very first.
 * Safe for use by many threads.
 *
 * @param <V> what is kept for each key
 */
final class Recent<V> {
  /** From how many keys on it pays to have several locks. */
  private static final int MANY = 4_096;

  private static final int STRIPES = 16;

  /** How many of the oldest are looked at: a bound for the time that the lock is held. */
  private static final int LOOKED_AT = 8;

  private final Function<String, V> make;
  private final Predicate<V> free;
  private final Stripe<V>[] stripes;

  /**
   * Keeps {@code most} values, which {@code make} makes and {@code free} lets go without harm; both
   * must not block.
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  Recent(int most, Function<String, V> make, Predicate<V> free) {
    this.make = make;
    this.free = free;
    int count = most >= MANY ? STRIPES : 1;
    this.stripes =
        IntStream.range(0, count)
            .mapToObj(i -> new Stripe<V>(most / count + (i < most % count ? 1 : 0)))
            .toArray(Stripe[]::new);
  }

  /** The value of {@code key}, a new one if there was none; it is now the one last used. */
  V get(String key) {
    int hash = key.hashCode();
    Stripe<V> stripe = stripes[(hash ^ (hash >>> 16)) & (stripes.length - 1)];
    stripe.lock.lock();
    try {
      @Nullable V there = stripe.values.get(key);
      if (there != null) {
        return there;
      }
      if (stripe.values.size() >= stripe.most) {
        forgetOne(stripe.values);
      }
      V made = make.apply(key);
      stripe.values.put(key, made);
      return made;
    } finally {
      stripe.lock.unlock();
    }
  }

  private void forgetOne(Map<String, V> values) {
    Iterator<V> oldest = values.values().iterator();
    for (int i = 0; i < LOOKED_AT && oldest.hasNext(); i++) {
      if (free.test(oldest.next())) {
        oldest.remove();
        return;
      }
    }
    Iterator<V> first = values.values().iterator();
    first.next();
    first.remove();
  }

  /** How many values are kept. */
  int size() {
    int size = 0;
    for (Stripe<V> stripe : stripes) {
      stripe.lock.lock();
      try {
        size += stripe.values.size();
      } finally {
        stripe.lock.unlock();
      }
    }
    return size;
  }

  /** A part of the values with its own lock. */
  private static final class Stripe<V> {
    private final int most;
    private final Lock lock = new ReentrantLock();
    private final Map<String, V> values = new LinkedHashMap<>(16, 0.75f, true); // by use

    Stripe(int most) {
      this.most = most;
    }
  }
}
