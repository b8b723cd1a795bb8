package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Discovered;
import io.rgate.spi.Discovered.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Listens to a discovery, and waits for what a test expects. */
public final class Heard implements BackendDiscovery.Listener {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final List<Exception> failures = new ArrayList<>();
  private List<Endpoint> endpoints = List.of();
  private List<Rejected> rejected = List.of();
  private Map<String, String> choices = Map.of();
  private boolean listed;

  /** Has heard nothing yet. */
  public Heard() {}

  @Override
  public void report(Discovered discovered) {
    lock.lock();
    try {
      choices = discovered.choices();
      listed = true;
      endpoints = discovered.endpoints();
      rejected = discovered.rejected();
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onFailure(Exception failure) {
    lock.lock();
    try {
      failures.add(failure);
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public List<Exception> failures() {
    lock.lock();
    try {
      return List.copyOf(failures);
    } finally {
      lock.unlock();
    }
  }

  List<Endpoint> endpoints() {
    lock.lock();
    try {
      return endpoints;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the first list. */
  void awaitFirst() throws InterruptedException {
    await(Duration.ofSeconds(10), "there is a list", heard -> heard.listed);
  }

  /** The endpoint of that id, when it is there. */
  Endpoint await(String id) throws InterruptedException {
    await(Duration.ofSeconds(10), id + " is there", heard -> heard.find(id).isPresent());
    return find(id).orElseThrow();
  }

  void awaitGone(String id, Duration limit) throws InterruptedException {
    await(limit, id + " is gone", heard -> heard.find(id).isEmpty());
  }

  Optional<Endpoint> find(String id) {
    return endpoints().stream().filter(endpoint -> endpoint.id().equals(id)).findFirst();
  }

  /** Why the endpoint of that id has its address. */
  public String choice(String id) {
    lock.lock();
    try {
      return choices.getOrDefault(id, "");
    } finally {
      lock.unlock();
    }
  }

  public Optional<Rejected> rejection(String id) {
    lock.lock();
    try {
      return rejected.stream().filter(other -> other.id().equals(id)).findFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until {@code expected} holds; returns how long that took. */
  Duration await(Duration limit, String what, Predicate<Heard> expected)
      throws InterruptedException {
    long start = System.nanoTime();
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!expected.test(this)) {
        assertThat(left).as("%s within %s; heard %s", what, limit, endpoints).isPositive();
        left = change.awaitNanos(left);
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } finally {
      lock.unlock();
    }
  }
}
