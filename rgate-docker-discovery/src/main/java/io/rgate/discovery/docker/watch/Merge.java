package io.rgate.discovery.docker.watch;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.place.Placement;
import io.rgate.spi.BackendDiscovery.Listener;
import io.rgate.spi.Rejected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What several engines report as one list. While one is away, its last list stays in force, and the
 * others come and go as before. Safe for use by several threads.
 */
public final class Merge {
  private static final System.Logger LOG = System.getLogger(Merge.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Placement>> byEngine = new LinkedHashMap<>();
  private final Map<String, String> failing = new HashMap<>();
  private @Nullable Listener listener;

  /** Reports the one list to {@code listener}. */
  public Merge(Listener listener) {
    this.listener = listener;
  }

  /** For what the engine of that name reports. */
  public EngineWatch.Reports engine(String name) {
    return new EngineWatch.Reports() {
      @Override
      public void onPlacements(List<Placement> placements) {
        listed(name, placements);
      }

      @Override
      public void onFailure(Exception failure) {
        failed(name, failure);
      }
    };
  }

  /** After it nothing is told any more. */
  public void close() {
    lock.lock();
    try {
      listener = null;
    } finally {
      lock.unlock();
    }
  }

  private void listed(String engine, List<Placement> placements) {
    lock.lock();
    try {
      if (failing.remove(engine) != null || !byEngine.containsKey(engine)) {
        LOG.log(INFO, "{0}: {1} containers", engine, placements.size());
      }
      byEngine.put(engine, placements);
      if (listener != null) {
        tell(listener);
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(String engine, Exception failure) {
    String message = engine + ": " + failure.getMessage();
    lock.lock();
    try {
      // Once, not at every try: another engine's list in between would make it news each time.
      if (failing.put(engine, message) == null && listener != null) {
        listener.onFailure(new IOException(message, failure));
      } else {
        LOG.log(DEBUG, "{0}", message);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(Listener to) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (List<Placement> placements : byEngine.values()) {
      for (Placement placement : placements) {
        // Two addresses may lead to one engine.
        if (seen.add(placement.container().id())) {
          placement.addTo(endpoints, rejected);
        }
      }
    }
    to.onEndpoints(endpoints, rejected);
  }
}
