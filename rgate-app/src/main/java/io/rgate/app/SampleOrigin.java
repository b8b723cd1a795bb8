package io.rgate.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A sample service on loopback; its answers contain its name. */
final class SampleOrigin implements AutoCloseable {
  private final String name;
  private final HttpServer server;

  private SampleOrigin(String name) throws IOException {
    this.name = name;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
  }

  static SampleOrigin start(String name) throws IOException {
    SampleOrigin origin = new SampleOrigin(name);
    origin.server.start();
    return origin;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] text =
        "%s answers %s %s%n"
            .formatted(name, exchange.getRequestMethod(), exchange.getRequestURI())
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : text.length);
    if (!head) {
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(text);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
