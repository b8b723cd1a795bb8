package io.rgate.discovery.docker;

import io.rgate.runtime.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask a gateway who answers, every other time with a POST, which nobody may send
 * twice, at a bounded rate, until it is closed.
 */
final class Load implements AutoCloseable {
  private static final long PAUSE = 20_000_000;

  private final int port;
  private final boolean posts;
  private final List<Thread> clients = new ArrayList<>();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final List<Failure> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean over;

  /** A request that was not answered by a container, and when it was under way. */
  record Failure(long start, long end, String what) {}

  Load(Gateway gateway, int clientCount) {
    this(gateway, clientCount, true);
  }

  /** Without POST where containers are killed: one that is at work on a POST loses it. */
  static Load ofGets(Gateway gateway, int clientCount) {
    return new Load(gateway, clientCount, false);
  }

  private Load(Gateway gateway, int clientCount, boolean posts) {
    port = gateway.port();
    this.posts = posts;
    for (int i = 0; i < clientCount; i++) {
      clients.add(Thread.ofVirtual().start(this::run));
    }
  }

  private void run() {
    boolean post = false;
    while (!over) {
      post = posts && !post;
      long start = System.nanoTime();
      try {
        Traffic.Answer answer =
            post
                ? Traffic.post("127.0.0.1", port, "/cgi-bin/who")
                : Traffic.get("127.0.0.1", port, "/who");
        if (answer.status() == 200 && !answer.body().isEmpty()) {
          answers.merge(answer.body(), 1, Integer::sum);
        } else {
          failures.add(failure(start, post, answer.toString()));
        }
      } catch (IOException e) {
        failures.add(failure(start, post, e.toString()));
      }
      count.incrementAndGet();
      LockSupport.parkNanos(PAUSE);
    }
  }

  private static Failure failure(long start, boolean post, String what) {
    return new Failure(start, System.nanoTime(), (post ? "POST: " : "GET: ") + what);
  }

  int count() {
    return count.get();
  }

  /** How often each name was the answer. */
  Map<String, Integer> answers() {
    return answers;
  }

  List<Failure> failures() {
    return failures;
  }

  @Override
  public void close() {
    over = true;
    for (Thread client : clients) {
      try {
        client.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
