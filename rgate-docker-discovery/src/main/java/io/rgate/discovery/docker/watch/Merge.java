package io.rgate.discovery.docker.watch;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.place.Placement;
import io.rgate.spi.BackendDiscovery.Listener;
import io.rgate.spi.Discovered;
import io.rgate.spi.Discovered.Rejected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Merges the reports of several engines into one list. While one engine is away, its last list
 * stays in use, and the others change as before. Safe for use by several threads.
 */
public final class Merge {
  private static final System.Logger LOG = System.getLogger(Merge.class.getName());

  /** A container's id in an engine's message; its first part is enough for people. */
  private static final Pattern FULL_ID = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Placement>> byEngine = new LinkedHashMap<>();
  private final Set<String> failing = new HashSet<>();
  private final Map<String, Outages> outages = new HashMap<>();
  private @Nullable Listener listener;

  /** Reports the merged list to {@code listener}. */
  public Merge(Listener listener) {
    this.listener = listener;
  }

  /**
   * Makes the receiver for one engine's reports.
   *
   * @param key identifies the engine
   * @param name the engine's name in messages; it may change
   */
  public EngineWatch.Reports engine(String key, Supplier<String> name) {
    return new EngineWatch.Reports() {
      @Override
      public void onPlacements(List<Placement> placements) {
        listed(key, name, placements);
      }

      @Override
      public void onFailure(Exception failure) {
        failed(key, name, failure);
      }
    };
  }

  /** Ends all reports. */
  public void close() {
    lock.lock();
    try {
      listener = null;
    } finally {
      lock.unlock();
    }
  }

  private void listed(String engine, Supplier<String> name, List<Placement> placements) {
    lock.lock();
    try {
      if (isFirstSinceFailure(engine)) {
        outages(engine)
            .over()
            .ifPresent(after ->
                LOG.log(INFO, "{0}: {1} containers{2}", name.get(), placements.size(), after));
      }
      byEngine.put(engine, placements);
      if (listener != null) {
        tell(listener);
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(String engine, Supplier<String> name, Exception failure) {
    // A failure of another kind is a fault of this code, whose message alone may be useless.
    String what = failure instanceof IOException ? failure.getMessage() : failure.toString();
    String message = name.get() + ": " + FULL_ID.matcher(String.valueOf(what)).replaceAll("$1");
    lock.lock();
    try {
      failing.add(engine);
      Optional<String> told = outages(engine).failed(message);
      if (told.isPresent() && listener != null) {
        listener.onFailure(new IOException(told.get(), failure));
      } else {
        LOG.log(DEBUG, "{0}", message);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFirstSinceFailure(String engine) {
    return failing.remove(engine) || !byEngine.containsKey(engine);
  }

  private Outages outages(String engine) {
    return outages.computeIfAbsent(engine, key -> new Outages(System::nanoTime));
  }

  private void tell(Listener to) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    Map<String, String> choices = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (List<Placement> placements : byEngine.values()) {
      for (Placement placement : placements) {
        // Two addresses may lead to the same engine.
        if (seen.add(placement.container().id())) {
          placement.addTo(endpoints, rejected);
          if (placement.endpoint() != null) {
            choices.put(placement.endpoint().id(), placement.why());
          }
        }
      }
    }
    to.report(Discovered.of(endpoints).withRejected(rejected).withChoices(choices));
  }
}
