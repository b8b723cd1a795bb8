package io.rgate.discovery.docker.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has containers listed a second time, a moment after an event. An engine answers lists from a copy
 * of its state, which it updates before some events and after others. Directly after {@code pause}
 * and {@code unpause} the list may still have the state before.
 */
public final class SecondLook implements AutoCloseable {
  public static final Duration SOON = Duration.ofMillis(250);

  /** Long enough for a busy engine. */
  public static final Duration LATER = Duration.ofSeconds(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Inbox inbox;
  private final Delay delay;
  private final Duration after;
  private final Thread thread;
  private Set<String> pending = new LinkedHashSet<>();

  SecondLook(Inbox inbox, Delay delay, Duration after) {
    this.inbox = inbox;
    this.delay = delay;
    this.after = after;
    this.thread = Thread.ofVirtual().name("rgate-docker-second-look").start(this::run);
  }

  /** Puts them into the inbox again later, together with all others that are added until then. */
  void at(Collection<String> ids) {
    lock.lock();
    try {
      pending.addAll(ids);
      some.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        awaitSome();
        delay.sleep(after);
        inbox.look(take());
      }
    } catch (InterruptedException e) {
      // An interrupt is the request to end.
      Thread.currentThread().interrupt();
    }
  }

  private void awaitSome() throws InterruptedException {
    lock.lock();
    try {
      while (pending.isEmpty()) {
        some.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private Set<String> take() {
    lock.lock();
    try {
      Set<String> taken = pending;
      pending = new LinkedHashSet<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
