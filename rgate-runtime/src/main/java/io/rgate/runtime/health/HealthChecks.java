package io.rgate.runtime.health;

import static java.lang.System.Logger.Level.ERROR;

import io.rgate.api.Backend.Health;
import io.rgate.api.Endpoint;
import io.rgate.runtime.balance.Pool;
import io.rgate.transport.Upstream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Starts the checks of all endpoints when they are due, on a thread of its own; each check runs on
 * a further one, and no more than {@value #MOST_AT_ONCE} at a time.
 */
public final class HealthChecks implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HealthChecks.class.getName());
  private static final int MOST_AT_ONCE = 64;
  private static final Duration TICK = Duration.ofMillis(20);

  /** How often this looks whether a backend wants checks, while none does. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final Upstream upstream;
  private final Supplier<Map<String, Pool>> pools;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Thread thread = Thread.ofVirtual().name("rgate-health").unstarted(this::run);

  /** For the one thread. */
  private final Map<Key, Check> checks = new HashMap<>();

  /** The pools whose endpoints are checked; a snapshot that is in force anew has other ones. */
  private Map<String, Pool> seen = Map.of();

  private volatile boolean closed;

  /** An endpoint that comes back with another address, and rules that change, make a new check. */
  private record Key(String backend, Endpoint endpoint, Health rules) {}

  /** Sends checks by {@code upstream} to the endpoints of the pools that are in force. */
  public HealthChecks(Upstream upstream, Supplier<Map<String, Pool>> pools) {
    this.upstream = upstream;
    this.pools = pools;
  }

  /** Begins; called once. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        look();
        TimeUnit.NANOSECONDS.sleep((checks.isEmpty() ? REST : TICK).toNanos());
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException e) {
        LOG.log(ERROR, "the checks of health failed, and go on", e);
      }
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // one snapshot has one map; comparing contents would cost more
  private void look() {
    Map<String, Pool> now = pools.get();
    if (now != seen) {
      follow(now);
      seen = now;
    }
    checks.values().forEach(this::runIfDue);
  }

  /** Begins the checks of endpoints that are new, and ends those of endpoints that have gone. */
  private void follow(Map<String, Pool> now) {
    Set<Key> wanted = new HashSet<>();
    now.forEach((backend, pool) -> {
      Health rules = pool.rules().health();
      if (rules != null) {
        for (Endpoint taker : pool.takers()) {
          Key key = new Key(backend, taker, rules);
          wanted.add(key);
          checks.computeIfAbsent(key, missing -> check(missing, pool));
        }
      }
    });
    checks
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !wanted.contains(entry.getKey());
          if (gone) {
            entry.getValue().end();
          }
          return gone;
        });
  }

  private Check check(Key key, Pool pool) {
    return new Check(
        upstream, key.backend(), key.endpoint(), pool.stateOf(key.endpoint()), key.rules());
  }

  private void runIfDue(Check check) {
    if (check.isDue() && places.tryAcquire()) {
      check.begin();
      Thread.ofVirtual()
          .name("rgate-health-check")
          .start(() -> {
            try {
              check.run();
            } finally {
              places.release();
            }
          });
    }
  }

  /** Starts no further check; those under way end with the upstream. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
