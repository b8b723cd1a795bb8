package io.rgate.http.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A sender for each endpoint that requests go to. Those of endpoints that no longer exist are
 * dropped when another one is made: if they have no connection, and had none a minute before. One
 * that has just been made has no connection either, because somebody is about to make it. Safe for
 * use by many threads.
 */
final class Senders {
  private static final long LONG_UNUSED = Duration.ofMinutes(1).toNanos();

  private final Map<URI, Sender> byAddress = new ConcurrentHashMap<>();
  private final Map<URI, Long> unusedSince = new ConcurrentHashMap<>();
  private final LongSupplier clock;

  /** None yet; {@code clock} tells nanoseconds, as {@link System#nanoTime()} does. */
  Senders(LongSupplier clock) {
    this.clock = clock;
  }

  /** The sender for {@code address}; null if there is none. */
  @Nullable Sender get(URI address) {
    return byAddress.get(address);
  }

  /** The sender for {@code address}, which {@code maker} makes if there is none. */
  Sender getOrMake(URI address, Function<URI, Sender> maker) {
    byAddress.forEach(this::dropIfLongUnused);
    return byAddress.computeIfAbsent(address, maker);
  }

  private void dropIfLongUnused(URI address, Sender sender) {
    if (!sender.isUnused()) {
      unusedSince.remove(address);
      return;
    }
    long now = clock.getAsLong();
    Long since = unusedSince.putIfAbsent(address, now);
    if (since != null && now - since > LONG_UNUSED) {
      unusedSince.remove(address);
      byAddress.remove(address, sender);
    }
  }

  /** Closes all of them. */
  void close() {
    byAddress.values().forEach(Sender::close);
  }
}
