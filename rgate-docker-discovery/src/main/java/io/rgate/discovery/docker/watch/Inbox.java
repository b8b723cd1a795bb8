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
 * What one session with an engine is told, gathered until it is taken: events that come while the
 * engine is being asked are answered by one question. Safe for use by several threads.
 */
final class Inbox implements Engine.Listener {
  /** More than a busy host has in a minute; beyond it a list costs less than the events. */
  private static final int MANY = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private List<EngineEvent> events = new ArrayList<>();
  private Set<String> again = new LinkedHashSet<>();
  private boolean resync;
  private @Nullable IOException end;

  /**
   * What has gathered.
   *
   * @param again containers to look at without an event
   * @param resync whether everything is to be listed again
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

  /** These are to be asked for, too. */
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

  /** The session is over; only the first report of that counts. */
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
   * Waits until there is something.
   *
   * @throws IOException if the session is over; the list that follows the next subscription covers
   *     what has gathered
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
