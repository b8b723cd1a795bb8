package io.rgate.runtime;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An origin with a {@link Fault}, on a port of its own, that keeps the id of each request. */
final class FaultOrigin implements AutoCloseable {
  private static final long ACCEPT_EVERY_MILLIS = 500;
  private static final long SLOW_MILLIS = 300;
  private static final long DIES_AFTER_MILLIS = 1_000;
  private static final long STARTS_AFTER_MILLIS = 2_000;
  private static final int BACKLOG = 50; // a ServerSocket's own

  /** What happens on one connection; it ends when this returns. */
  @FunctionalInterface
  interface Script {
    void serve(Wire wire, FaultOrigin origin) throws IOException, InterruptedException;
  }

  private final Fault fault;
  private final int port;
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private final List<Socket> queued = new ArrayList<>();
  private final AtomicLong firstSeen = new AtomicLong();
  private volatile long listensSince;
  private volatile boolean frozen;
  private volatile Exception trouble;
  private volatile ServerSocket server;
  private volatile Socket taken = new Socket();
  private volatile Thread course = Thread.currentThread();

  private FaultOrigin(Fault fault) throws IOException {
    this.fault = fault;
    takePort(0);
    this.port = taken.getLocalPort();
  }

  /** One that does from now on what the fault says, as far as it does not wait for the load. */
  static FaultOrigin start(Fault fault) throws IOException {
    FaultOrigin origin = new FaultOrigin(fault);
    switch (fault) {
      case REFUSES, STARTING -> {}
      case BLACKHOLED -> origin.fillQueue();
      default -> origin.listen();
    }
    return origin;
  }

  /** The load begins: what changes in the course of it changes from here on. */
  void begin() {
    course = Thread.ofVirtual().start(this::runCourse);
  }

  private void runCourse() {
    try {
      switch (fault) {
        case KILLED -> dieIn(DIES_AFTER_MILLIS);
        case HEALS -> {
          dieIn(DIES_AFTER_MILLIS);
          listenIn(STARTS_AFTER_MILLIS);
        }
        case STARTING -> listenIn(STARTS_AFTER_MILLIS);
        case FROZEN -> {
          TimeUnit.MILLISECONDS.sleep(DIES_AFTER_MILLIS);
          frozen = true;
        }
        default -> {}
      }
    } catch (IOException e) {
      trouble = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed before its course was over
    }
  }

  /** Holds the port without listening on it: connections are refused, and nobody else gets it. */
  private void takePort(int wanted) throws IOException {
    Socket socket = new Socket();
    socket.setReuseAddress(true);
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    taken = socket;
  }

  private void listen() throws IOException {
    taken.close();
    ServerSocket listening = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    server = listening;
    listensSince = System.nanoTime();
    firstSeen.set(0);
    Thread.ofVirtual().start(() -> accept(listening));
  }

  private void listenIn(long millis) throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
    listen();
  }

  private void dieIn(long millis) throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
    server.close();
    for (Wire wire : open) {
      wire.reset();
    }
    takePortWhenFree();
  }

  /** The threads that still wait for its sockets close them, a moment later. */
  private void takePortWhenFree() throws IOException, InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        takePort(port);
        return;
      } catch (BindException e) {
        if (tries == 100) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  /** Its queue is full of connections that are never accepted: no other can be made. */
  private void fillQueue() throws IOException {
    taken.close();
    server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    for (int i = 0; i < 2; i++) {
      queued.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket socket = listening.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, listening));
        if (fault == Fault.ACCEPTS_SLOWLY) {
          TimeUnit.MILLISECONDS.sleep(ACCEPT_EVERY_MILLIS);
        }
      }
    } catch (IOException | InterruptedException e) {
      if (!listening.isClosed()) {
        trouble = e;
      }
    }
  }

  private void serve(Socket socket, ServerSocket acceptedBy) {
    try (Wire wire = new Wire(socket)) {
      open.add(wire);
      try {
        if (acceptedBy.isClosed()) {
          wire.reset(); // it died just now
          return;
        }
        fault.script().serve(wire, this);
      } finally {
        open.remove(wire);
      }
    } catch (IOException e) {
      // The gateway left, or this origin died: the numbers say what came of it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers every request of the connection with 200 and the request's id. */
  void answerAll(Wire wire) throws IOException, InterruptedException {
    answerAll(wire, "");
  }

  /** Answers every request of the connection with that, or with 200 and its id if that is empty. */
  void answerAll(Wire wire, String answer) throws IOException, InterruptedException {
    for (String id = next(wire); id != null; id = next(wire)) {
      if (fault == Fault.SLOW) {
        TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
      }
      if (frozen) {
        wire.rest();
        return;
      }
      wire.send(answer.isEmpty() ? ok(id, "") : answer);
    }
  }

  /** Answers one request with 200, and says that it was the connection's last. */
  void answerOnce(Wire wire) throws IOException {
    String id = next(wire);
    if (id != null) {
      wire.send(ok(id, "Connection: close\r\n"));
    }
  }

  private static String ok(String id, String field) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + id.length() + "\r\n" + field + "\r\n" + id;
  }

  /** Answers one request with that. */
  void answer(Wire wire, String answer) throws IOException {
    if (next(wire) != null) {
      wire.send(answer);
    }
  }

  /** Answers one request with that, and does nothing more until the gateway gives up. */
  void answerAndWait(Wire wire, String answer) throws IOException {
    answer(wire, answer);
    wire.rest();
  }

  /** The id of the next request, which is read with its content; null if there is none. */
  private String next(Wire wire) throws IOException {
    Message request = wire.request();
    return request == null ? null : see(request.head());
  }

  /** Reads the head of the next request only. */
  void nextHead(Wire wire) throws IOException {
    String head = wire.head();
    if (head != null) {
      see(head);
    }
  }

  private String see(String head) {
    String id = head.split(" ", 3)[1].substring(1);
    seen.add(id);
    firstSeen.compareAndSet(0, System.nanoTime());
    return id;
  }

  /** Fails if it could not do what its fault is. */
  void requireDone() {
    if (trouble != null) {
      throw new AssertionError("an origin that " + fault, trouble);
    }
  }

  /** The ids of the requests that it saw, once for each time. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  /** How many connections it accepted. */
  int accepted() {
    return accepted.get();
  }

  /** How long after it began to listen, for the last time, it saw a request; -1 if it saw none. */
  long millisToFirst() {
    long first = firstSeen.get();
    return first == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(first - listensSince);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    if (course != Thread.currentThread()) {
      course.interrupt();
    }
    if (server != null) {
      server.close();
    }
    taken.close();
    for (Socket socket : queued) {
      socket.close();
    }
    for (Wire wire : open) {
      wire.close();
    }
  }
}
