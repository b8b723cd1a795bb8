package io.rgate.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Requests that are sent when they are due, whatever became of those before: GET and POST in turn,
 * over connections that are kept alive. If all connections are busy a new one is opened.
 */
final class FaultLoad implements AutoCloseable {
  /** How many requests are sent in a second, usually. */
  static final int RATE = 100;

  private static final int CONNECTIONS = 8;

  /** What a client got: its whole 200 answer, with its own content. */
  static final String WHOLE = "200";

  /**
   * What became of one request.
   *
   * @param due when it was to be sent, as {@link System#nanoTime} counts
   * @param nanos how long after that its answer was there, or known not to come
   * @param what {@link #WHOLE}, another status, or what else happened
   */
  record Outcome(String id, boolean post, long due, long nanos, String what) {
    boolean whole() {
      return what.equals(WHOLE);
    }
  }

  private final int port;
  private final String name;
  private final int rate;
  private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

  /** Towards that port; {@code name} makes its requests' ids its own. */
  FaultLoad(int port, String name) throws IOException {
    this(port, name, RATE);
  }

  /** The same with that many requests in a second. */
  FaultLoad(int port, String name, int rate) throws IOException {
    this.port = port;
    this.name = name;
    this.rate = rate;
    for (int i = 0; i < CONNECTIONS; i++) {
      idle.add(Wire.to(port));
    }
  }

  /** Sends as long as {@code goesOn} is true, and waits for every answer. */
  List<Outcome> run(BooleanSupplier goesOn) throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; goesOn.getAsBoolean(); i++) {
      int number = i;
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      clients.add(Thread.ofVirtual().start(() -> ask(number, due)));
    }
    for (Thread client : clients) {
      client.join();
    }
    return List.copyOf(outcomes);
  }

  private void ask(int number, long due) {
    String id = name + "-" + number;
    boolean post = number % 2 == 1;
    String what;
    try {
      what = exchange(id, post);
    } catch (IOException e) {
      what = "no answer";
    }
    outcomes.add(new Outcome(id, post, due, System.nanoTime() - due, what));
  }

  private String exchange(String id, boolean post) throws IOException {
    Wire kept = idle.pollFirst();
    Wire wire = kept == null ? Wire.to(port) : kept;
    boolean reusable = false;
    try {
      Message answer = wire.send(request(id, post)).response();
      reusable = answer.whole() && answer.isFramed() && !answer.first("Connection").equals("close");
      if (!answer.whole()) {
        return "cut";
      }
      return answer.status() == 200 && !answer.text().equals(id)
          ? "another's content"
          : String.valueOf(answer.status());
    } finally {
      if (reusable) {
        idle.addLast(wire);
      } else {
        wire.close();
      }
    }
  }

  private static String request(String id, boolean post) {
    String head = (post ? "POST /" : "GET /") + id + " HTTP/1.1\r\nHost: a\r\n";
    return post ? head + "Content-Length: " + id.length() + "\r\n\r\n" + id : head + "\r\n";
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : idle) {
      wire.close();
    }
  }
}
