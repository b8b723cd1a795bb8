package io.rgate.discovery.docker.watch;

import io.rgate.discovery.docker.engine.Engine;
import io.rgate.discovery.docker.engine.EngineEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects the events of one session with an engine until they are taken. So one list answers all
 * events that come while the engine is being asked. Safe for use by several threads.
 */
final class Inbox implements Engine.Listener {
  /**
   * More events than a busy host has in a minute; above this number a list costs less than the
   * events.
   */
  private static final int MANY = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private List<EngineEvent> events = new ArrayList<>();
  private Set<String> again = new LinkedHashSet<>();
  private boolean resync;
  private @Nullable IOException end;

  /**
   * The collected work.
   *
   * @param again containers to list without an event
   * @param resync whether to list everything again
   */
  record Batch(List<EngineEvent> events, Set<String> again, boolean resync) {}

  @Override
  public void onEvent(EngineEvent event) {
    if (event.isNoise()) {
      return;
    }
    lock.lock();
    try {
      if (events.size() == MANY) {
        events.clear();
        resync = true;
      }
      events.add(event);
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Adds containers to be listed. */
  void look(Collection<String> ids) {
    lock.lock();
    try {
      again.addAll(ids);
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  void resync() {
    lock.lock();
    try {
      resync = true;
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the session; only the first call has an effect. */
  @Override
  public void onEnd(IOException cause) {
    lock.lock();
    try {
      if (end == null) {
        end = cause;
        something.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is work.
   *
   * @throws IOException if the session is over; the list after the next subscription replaces the
   *     collected work
   */
  Batch take() throws IOException, InterruptedException {
    lock.lock();
    try {
      while (events.isEmpty() && again.isEmpty() && !resync && end == null) {
        something.await();
      }
      if (end != null) {
        throw end;
      }
      Batch batch = new Batch(events, again, resync);
      events = new ArrayList<>();
      again = new LinkedHashSet<>();
      resync = false;
      return batch;
    } finally {
      lock.unlock();
    }
  }
}
