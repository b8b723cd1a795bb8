package io.rgate.discovery.docker.watch;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.place.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds a container back that has just started, where requests go to its published port, until
 * something listens behind that port. An engine's proxy takes connections before the application
 * does and ends them at once, so that a request that may not be sent again would be lost. It stands
 * between a watch and the receiver of its reports. Safe for use by several threads.
 */
public final class LateStart implements EngineWatch.Reports, AutoCloseable {
  /** After this time it is reported in any case: what it does is then seen by requests. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String REASON =
      "it has just started: nothing listens behind its published port yet";

  private final EngineWatch.Reports receiver;
  private final Predicate<Endpoint> listens;
  private final Delay delay;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Thread> held = new HashMap<>();
  private List<Placement> last = List.of();

  /** The endpoints of the last report, those that are held back included; null before the first. */
  private @Nullable Set<String> known;

  /**
   * Reports to {@code receiver}.
   *
   * @param listens whether something listens behind the published port of an endpoint
   */
  public LateStart(EngineWatch.Reports receiver, Predicate<Endpoint> listens, Delay delay) {
    this.receiver = receiver;
    this.listens = listens;
    this.delay = delay;
  }

  /** Those of the first list may run for long: all of them are reported. */
  @Override
  public void onPlacements(List<Placement> placements) {
    lock.lock();
    try {
      Set<String> now = new HashSet<>();
      for (Placement placement : placements) {
        if (placement.endpoint() != null) {
          String id = placement.container().id();
          now.add(id);
          if (placement.published() && known != null && !known.contains(id)) {
            held.computeIfAbsent(id, this::start);
          }
        }
      }
      known = now;
      last = placements;
      report();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onFailure(Exception failure) {
    receiver.onFailure(failure);
  }

  private Thread start(String id) {
    return Thread.ofVirtual().name("rgate-docker-late-start").start(() -> hold(id));
  }

  private void hold(String id) {
    try {
      Endpoint endpoint = current(id);
      Duration waited = Duration.ZERO;
      while (endpoint != null && waited.compareTo(LONGEST) < 0 && !listens.test(endpoint)) {
        delay.sleep(PAUSE);
        waited = waited.plus(PAUSE);
        endpoint = current(id);
      }
      release(id);
    } catch (InterruptedException e) {
      // An interrupt is the request to end.
      Thread.currentThread().interrupt();
    }
  }

  /** The endpoint as it was reported last; null if it is gone. */
  private @Nullable Endpoint current(String id) {
    lock.lock();
    try {
      for (Placement placement : last) {
        if (placement.container().id().equals(id)) {
          return placement.endpoint();
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void release(String id) {
    lock.lock();
    try {
      held.remove(id);
      report();
    } finally {
      lock.unlock();
    }
  }

  private void report() {
    if (held.isEmpty()) {
      receiver.onPlacements(last);
      return;
    }
    List<Placement> placements = new ArrayList<>(last.size());
    for (Placement placement : last) {
      boolean isHeld = placement.endpoint() != null && held.containsKey(placement.container().id());
      placements.add(isHeld ? Placement.rejected(placement.container(), REASON) : placement);
    }
    receiver.onPlacements(placements);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      held.values().forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }
}
