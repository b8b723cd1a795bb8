package io.rgate.httpserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler can do with an exchange, and what becomes of the connection. */
class ExchangeIT extends OverTheWire {
  private static final String BAD = GET.replace("/ ", "/bad ");

  /** What was thrown to a handler, or null. */
  private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();

  private Throwable thrown() throws Exception {
    return thrown.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Everything but /bad is answered. */
  private HttpServer servingBadly(HttpHandler bad) throws IOException {
    HttpServer server = serve(OverTheWire::answerOk);
    server.createContext("/bad", bad);
    return server;
  }

  private void goesOn() throws IOException {
    assertThat(ask(GET).content()).isEqualTo("ok");
  }

  @Test
  void anExchangeTellsWhatTheRequestSays() throws Exception {
    HttpServer server =
        serve(exchange -> {
          int before = exchange.getResponseCode();
          exchange.sendResponseHeaders(200, 0);
          String text =
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getProtocol(),
                  exchange.getRequestHeaders().get("X-a").toString(),
                  exchange.getHttpContext().getPath(),
                  before + " " + exchange.getResponseCode(),
                  exchange.getLocalAddress() + " " + exchange.getRemoteAddress());
          exchange.getResponseBody().write(text.getBytes(ISO_8859_1));
          exchange.close();
        });
    Wire client = client().send("PUT /b?c HTTP/1.1\r\nhost: a\r\nx-A: 1\r\nX-a: 2\r\n\r\n");
    String remote = client.socket().getLocalSocketAddress().toString();
    assertThat(client.response().content())
        .isEqualTo(
            "PUT /b?c HTTP/1.1 [1, 2] / -1 200 /127.0.0.1:%d %s"
                .formatted(server.getAddress().getPort(), remote));
  }

  @Test
  void attributesBelongToOneExchange() throws Exception {
    serve(exchange -> {
      Object before = exchange.getAttribute("seen");
      exchange.setAttribute("seen", "yes");
      Object after = exchange.getAttribute("seen");
      exchange.setAttribute("seen", null);
      answer(exchange, before + " " + after + " " + exchange.getAttribute("seen"));
      exchange.setAttribute("seen", "left behind");
    });
    Wire client = client();
    assertThat(client.send(GET).response().content()).isEqualTo("null yes null");
    assertThat(client.send(GET).response().content()).isEqualTo("null yes null");
  }

  @Test
  void streamsCanBeReplaced() throws Exception {
    serve(exchange -> {
      exchange.setStreams(
          new ByteArrayInputStream("other".getBytes(ISO_8859_1)),
          new FilterOutputStream(exchange.getResponseBody()) {
            @Override
            public void write(int b) throws IOException {
              super.write(Character.toUpperCase(b));
            }
          });
      exchange.setStreams(null, null);
      echo(exchange);
    });
    Wire client = client();
    assertThat(client.send(GET).response().content()).isEqualTo("OTHER");
    assertThat(client.send(GET).response().content()).isEqualTo("OTHER");
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("on purpose"),
        new AssertionError("on purpose"),
        new IOException("on purpose"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aHandlerThatFailsCostsItsConnectionAndNoOther(Throwable failure) throws Exception {
    servingBadly(exchange -> {
      switch (failure) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw (Error) failure;
      }
    });
    Wire other = client();
    assertThat(other.send(GET).response().content()).isEqualTo("ok");
    assertThat(client().send(BAD).rest()).isEmpty();
    assertThat(other.send(GET).response().content()).isEqualTo("ok");
    goesOn();
  }

  @Test
  void aHandlerThatFailsWithinTheContentLeavesItUnfinished() throws Exception {
    servingBadly(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      throw new IllegalStateException("on purpose");
    });
    assertThat(client().send(BAD).rest()).endsWith("\r\n\r\n1\r\nx\r\n");
    goesOn();
  }

  @Test
  void anotherThreadMayCompleteAnExchangeAfterTheHandlerHasReturned() throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    HttpServer server = bound();
    server.createContext(
        "/",
        exchange -> {
          Thread.startVirtualThread(() -> {
            await(returned);
            thrown.complete(catchThrowable(() -> echo(exchange)));
          });
        });
    server.createContext("/last", OverTheWire::answerOk).getServer().start();
    Wire client = client().send(POST + "Content-Length: 3\r\n\r\nabc");
    client.send(GET.replace("/ ", "/last "));
    returned.countDown();
    assertThat(client.response().content()).isEqualTo("abc");
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(thrown()).isNull();
  }

  @Test
  void closingBeforeTheHeadEndsTheConnection() throws Exception {
    servingBadly(HttpExchange::close);
    assertThat(client().send(BAD + GET).hasEnded()).isTrue();
    goesOn();
  }

  @Test
  void closingBeforeTheHeadFromAnotherThreadEndsTheConnection() throws Exception {
    servingBadly(exchange -> Thread.startVirtualThread(exchange::close));
    assertThat(client().send(BAD).hasEnded()).isTrue();
    goesOn();
  }

  @Test
  void closingAfterTheContentIsTheEndOfTheExchangeOnly() throws Exception {
    serve(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('x');
      exchange.close();
      exchange.close();
    });
    Wire client = client();
    assertThat(client.send(GET).response().content()).isEqualTo("x");
    assertThat(client.send(GET).response().content()).isEqualTo("x");
  }

  @Test
  void tooLittleContentEndsTheConnectionEvenIfTheHandlerKeepsQuiet() throws Exception {
    servingBadly(exchange -> {
      exchange.sendResponseHeaders(200, 3);
      exchange.getResponseBody().write('x');
      thrown.complete(catchThrowable(exchange.getResponseBody()::close));
    });
    assertThat(client().send(BAD).rest()).isEmpty();
    assertThat(thrown()).isInstanceOf(IOException.class);
    goesOn();
  }

  @Test
  void tooLittleContentAndClosingTheExchangeEndsTheConnection() throws Exception {
    servingBadly(exchange -> {
      exchange.sendResponseHeaders(200, 3);
      exchange.close();
    });
    assertThat(client().send(BAD + GET).rest()).isEmpty();
    goesOn();
  }

  @Test
  void tooMuchContentIsRefusedAndTheResponseIsAsItSaid() throws Exception {
    serve(exchange -> {
      exchange.sendResponseHeaders(200, 3);
      exchange.getResponseBody().write("abc".getBytes(ISO_8859_1));
      thrown.complete(catchThrowable(() -> exchange.getResponseBody().write('d')));
      exchange.close();
    });
    Wire client = client();
    assertThat(client.send(GET).response().content()).isEqualTo("abc");
    assertThat(thrown()).isInstanceOf(IOException.class);
    assertThat(client.send(GET).response().content()).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3})
  void nothingCanBeWrittenAfterTheEnd(int length) throws Exception {
    serve(exchange -> {
      exchange.sendResponseHeaders(200, length);
      OutputStream out = exchange.getResponseBody();
      out.write(new byte[Math.max(0, length)]);
      out.close();
      thrown.complete(catchThrowable(() -> out.write('x')));
      out.flush();
      out.close();
    });
    Wire client = client();
    assertThat(client.send(GET).response().status()).isEqualTo(200);
    assertThat(thrown()).isInstanceOf(IOException.class);
    assertThat(client.send(GET).response().status()).isEqualTo(200);
  }

  @Test
  void nothingCanBeWrittenBeforeTheHead() throws Exception {
    serve(exchange -> {
      thrown.complete(catchThrowable(() -> exchange.getResponseBody().write('x')));
      answerOk(exchange);
    });
    assertThat(ask(GET).content()).isEqualTo("ok");
    assertThat(thrown()).isInstanceOf(IOException.class);
  }

  @Test
  void aHeadIsSentOnce() throws Exception {
    serve(exchange -> {
      exchange.sendResponseHeaders(200, 2);
      thrown.complete(catchThrowable(() -> exchange.sendResponseHeaders(500, -1)));
      exchange.getResponseBody().write("ok".getBytes(ISO_8859_1));
      exchange.close();
    });
    Response response = ask(GET);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.content()).isEqualTo("ok");
    assertThat(thrown()).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 99, 600})
  void aStatusHasThreeDigits(int status) throws Exception {
    serve(exchange -> {
      thrown.complete(catchThrowable(() -> exchange.sendResponseHeaders(status, -1)));
      answerOk(exchange);
    });
    assertThat(ask(GET).content()).isEqualTo("ok");
    assertThat(thrown()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClientThatIsGoneHoldsNothingEvenIfTheHandlerKeepsQuiet() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    HttpServer server =
        serve(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          await(gone);
          OutputStream out = exchange.getResponseBody();
          thrown.complete(catchThrowable(() -> out.write(new byte[64 * 1024 * 1024])));
          assertThat(catchThrowable(out::close)).isInstanceOf(IOException.class);
        });
    client().send(GET).reset();
    gone.countDown();
    assertThat(thrown()).isInstanceOf(IOException.class);
    long begin = System.nanoTime();
    server.stop(60);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
  }
}
