package io.rgate.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front;
import io.rgate.transport.Front.Service;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A front on a port of its own, and connections to it; all of them are closed after each test. */
abstract class OverTheWire {
  static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  static final String GET_10 = "GET / HTTP/1.0\r\n\r\n";
  static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** To be followed by more fields and the empty line. */
  static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

  static final Duration PATIENCE = Duration.ofSeconds(10);

  final BlockingQueue<Integer> refused = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  /** A service that may throw. */
  @FunctionalInterface
  interface Script {
    void run(Exchange exchange) throws IOException, InterruptedException;
  }

  Front bound(Limits limits) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Front front = DirectFront.bind(FrontSettings.of(any).withLimits(limits));
    port = front.address().getPort();
    open.add(front);
    return front;
  }

  Front serve(Script script) throws IOException {
    return serve(Limits.DEFAULT, script);
  }

  Front serve(Limits limits, Script script) throws IOException {
    Front front = bound(limits);
    front.start(service(script));
    return front;
  }

  Service service(Script script) {
    return new Service() {
      @Override
      public void serve(Exchange exchange) {
        try {
          script.run(exchange);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void refused(Peer peer, int status, String why) {
        refused.add(status);
      }
    };
  }

  /** A connection to the last front that was bound. */
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
  static void answer(Exchange exchange, String text) throws IOException {
    byte[] content = text.getBytes(ISO_8859_1);
    ResponseContent out = exchange.respond(200, Fields.EMPTY, content.length);
    out.write(content, 0, content.length);
    out.end();
  }

  static String content(Exchange exchange) throws IOException {
    return new String(exchange.content().stream().readAllBytes(), ISO_8859_1);
  }

  /** Answers with the content of the request. */
  static void echo(Exchange exchange) throws IOException {
    answer(exchange, content(exchange));
  }

  static void answerOk(Exchange exchange) throws IOException {
    answer(exchange, "ok");
  }

  static void answerTarget(Exchange exchange) throws IOException {
    answer(exchange, exchange.head().target());
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
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
