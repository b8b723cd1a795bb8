package io.rgate.httpserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A server on a port of its own, and connections to it; all of them are closed after each test. */
abstract class OverTheWire {
  static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  static final String GET_10 = "GET / HTTP/1.0\r\n\r\n";
  static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** To be followed by more fields and the empty line. */
  static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** A server that is bound, but has neither contexts nor been started. */
  HttpServer bound() throws IOException {
    return bound(new VirtualThreadServers());
  }

  HttpServer bound(VirtualThreadServers servers) throws IOException {
    HttpServer server = servers.createHttpServer(anyPort(), 1_000);
    port = server.getAddress().getPort();
    open.add(() -> server.stop(0));
    return server;
  }

  /** A server that has everything handled by {@code handler}. */
  HttpServer serve(HttpHandler handler) throws IOException {
    return serve(new VirtualThreadServers(), handler);
  }

  HttpServer serve(VirtualThreadServers servers, HttpHandler handler) throws IOException {
    HttpServer server = bound(servers);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  /** A connection to the last server that was bound. */
  Wire client() throws IOException {
    Wire wire = new Wire(port);
    open.add(wire);
    return wire;
  }

  /** What a connection of its own gets for {@code request}. */
  Response ask(String request) throws IOException {
    return client().send(request).response();
  }

  /** Answers with 200 and {@code text}, and ends the exchange. */
  static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] content = text.getBytes(ISO_8859_1);
    exchange.sendResponseHeaders(200, content.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content);
    }
  }

  /** Answers with the content of the request. */
  static void echo(HttpExchange exchange) throws IOException {
    answer(exchange, new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
  }

  static void answerOk(HttpExchange exchange) throws IOException {
    answer(exchange, "ok");
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until {@code condition} holds; fails if it does not come to hold. */
  static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }
}
