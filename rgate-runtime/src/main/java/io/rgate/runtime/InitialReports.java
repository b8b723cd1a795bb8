package io.rgate.runtime;

import io.rgate.api.Endpoint;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Rejected;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Collects the reports that a discovery makes in its first moments. */
final class InitialReports implements BackendDiscovery.Listener {
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Set<String> failures = new LinkedHashSet<>();
  private List<Endpoint> endpoints = List.of();
  private List<Rejected> rejected = List.of();
  private Map<String, String> choices = Map.of();
  private int reports;

  @Override
  public void onEndpoints(List<Endpoint> reported) {
    onEndpoints(reported, List.of());
  }

  @Override
  public void onEndpoints(List<Endpoint> reported, List<Rejected> others) {
    onEndpoints(reported, others, Map.of());
  }

  @Override
  public void onEndpoints(
      List<Endpoint> reported, List<Rejected> others, Map<String, String> reasons) {
    lock.lock();
    try {
      choices = Map.copyOf(reasons);
      endpoints = List.copyOf(reported);
      rejected = List.copyOf(others);
      reports++;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onFailure(Exception failure) {
    lock.lock();
    try {
      failures.add(String.valueOf(failure.getMessage()));
      reports++;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the first report, and then until no further report comes for a moment. */
  void await(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (reports == 0 && left > 0) {
        left = arrived.awaitNanos(left);
      }
      int seen = -1;
      while (seen != reports && reports > 0) {
        seen = reports;
        if (!arrived.await(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  List<Rejected> rejected() {
    return rejected;
  }

  /** The reason for the address of an endpoint, by the endpoint's id. */
  Map<String, String> choices() {
    return choices;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }
}
