package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front;
import io.rgate.transport.Front.Service;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
public abstract class FrontRig extends TransportRig {
  /** A request of HTTP/1.1. */
  protected static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** A request of HTTP/1.0. */
  protected static final String GET_10 = "GET / HTTP/1.0\r\n\r\n";

  /** A request whose response has no content. */
  protected static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** To be followed by more fields and the empty line. */
  protected static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

  /** How long is waited for what must happen. */
  protected static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The statuses that {@link Service#refused} was told. */
  protected final BlockingQueue<Integer> refused = new LinkedBlockingQueue<>();

  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  /** For subclasses. */
  protected FrontRig() {}

  /** A service that may throw. */
  @FunctionalInterface
  protected interface Script {
    /** Serves one exchange. */
    void run(Exchange exchange) throws IOException, InterruptedException;
  }

  /** Makes the fronts in question. */
  protected abstract FrontProvider provider();

  /** What a front is made with; a subclass may add TLS. */
  protected FrontSettings settings(InetSocketAddress address) {
    return FrontSettings.of(address);
  }

  /** What a client uses in place of {@code plain}; a subclass may put TLS over it. */
  protected Socket secured(Socket plain) throws IOException {
    return plain;
  }

  /** A front that is not started. */
  protected final Front bound(Limits limits) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Front front = provider().bind(settings(any).withLimits(limits));
    port = front.address().getPort();
    open.add(front);
    return front;
  }

  /** A front that was started, with the default limits. */
  protected final Front serve(Script script) throws IOException {
    return serve(Limits.DEFAULT, script);
  }

  /** A front that was started. */
  protected final Front serve(Limits limits, Script script) throws IOException {
    Front front = bound(limits);
    front.start(service(script));
    return front;
  }

  /** A service that follows {@code script}. */
  protected final Service service(Script script) {
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
  protected final RawConnection client() throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    RawConnection client = new RawConnection(secured(plain), plain);
    open.add(client);
    return client;
  }

  /** The scheme of the requests: {@code https} if {@link #settings} have TLS. */
  protected final String scheme() {
    return settings(new InetSocketAddress(0)).tls() == null ? "http" : "https";
  }

  /** The port of the last front that was bound. */
  protected final int port() {
    return port;
  }

  /** What a connection of its own gets for {@code request}. */
  protected final RawMessage ask(String request) throws IOException {
    return client().send(request).response();
  }

  /** Answers with 200 and {@code text}, and ends the exchange. */
  protected static void answer(Exchange exchange, String text) throws IOException {
    byte[] content = text.getBytes(ISO_8859_1);
    ResponseContent out = exchange.respond(200, Fields.EMPTY, content.length);
    if (content.length > 0) {
      out.write(content, 0, content.length);
    }
    out.end();
  }

  /** The whole content of the request. */
  protected static String content(Exchange exchange) throws IOException {
    return new String(exchange.content().stream().readAllBytes(), ISO_8859_1);
  }

  /** Answers with the content of the request. */
  protected static void echo(Exchange exchange) throws IOException {
    answer(exchange, content(exchange));
  }

  /** Answers with {@code ok}. */
  protected static void answerOk(Exchange exchange) throws IOException {
    answer(exchange, "ok");
  }

  /** Answers with the target of the request. */
  protected static void answerTarget(Exchange exchange) throws IOException {
    answer(exchange, exchange.head().target());
  }

  /** Has {@link #noted} tell {@code word}. */
  protected final void note(String word) {
    notes.add(word);
  }

  /** The next word that a service has noted. */
  protected final String noted() throws InterruptedException {
    String next = notes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing was noted");
    }
    return next;
  }

  /** Whether nothing was noted that {@link #noted} has not told. */
  protected final boolean nothingNoted() {
    return notes.isEmpty();
  }

  /** Waits for {@code latch}; fails if it does not open. */
  protected static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  /** Waits until {@code condition} holds; fails if it does not come to hold. */
  protected static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }
}
