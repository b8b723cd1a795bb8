package io.rgate.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How long connections may take, and how many there may be. */
class LimitsIT extends OverTheWire {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private void answerWhenReleased(HttpExchange exchange) throws IOException {
    entered.countDown();
    await(released);
    answerOk(exchange);
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    serve(new VirtualThreadServers(LONG, SHORT), OverTheWire::answerOk);
    long begin = System.nanoTime();
    assertThat(client().rest()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(SHORT.dividedBy(2));
  }

  @Test
  void aConnectionThatSaysNothingMoreIsClosed() throws Exception {
    serve(new VirtualThreadServers(LONG, SHORT), OverTheWire::answerOk);
    Wire client = client();
    assertThat(client.send(GET).response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aHeadThatDribblesEndsTheConnection() throws Exception {
    serve(new VirtualThreadServers(SHORT, LONG), OverTheWire::answerOk);
    Wire client = client().send("GET / HTTP/1.1\r\nX: ");
    client.socket().setSoTimeout(20);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    assertThatThrownBy(
            () -> {
              while (System.nanoTime() < deadline) {
                dribble(client);
              }
            })
        .isInstanceOf(SocketException.class);
  }

  /** Sends a byte and waits a little for the end of the connection. */
  private static void dribble(Wire client) throws IOException {
    try {
      client.send("x");
      if (client.socket().getInputStream().read() < 0) {
        throw new SocketException("ended");
      }
    } catch (SocketTimeoutException e) {
      assertThat(client.socket().isClosed()).isFalse();
    }
  }

  @Test
  void aHeadThatStopsEndsTheConnection() throws Exception {
    serve(new VirtualThreadServers(SHORT, LONG), OverTheWire::answerOk);
    assertThat(client().send("GET / HTTP/1.1\r\n").rest()).isEmpty();
  }

  @Test
  void aHandlerMayTakeItsTime() throws Exception {
    serve(new VirtualThreadServers(SHORT, SHORT), this::answerWhenReleased);
    Wire client = client().send(GET);
    await(entered);
    for (int i = 0; i < 3; i++) {
      // Came later, and is over already.
      assertThat(client().rest()).isEmpty();
    }
    released.countDown();
    assertThat(client.response().content()).isEqualTo("ok");
  }

  @Test
  void contentMayTakeItsTime() throws Exception {
    serve(new VirtualThreadServers(SHORT, SHORT), OverTheWire::echo);
    Wire client = client().send(POST + "Content-Length: 2\r\n\r\na");
    for (int i = 0; i < 3; i++) {
      assertThat(client().rest()).isEmpty();
    }
    assertThat(client.send("b").response().content()).isEqualTo("ab");
  }

  @Test
  void aThousandIdleConnectionsAreInNobodysWay() throws Exception {
    serve(OverTheWire::answerOk);
    List<Wire> idle = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      idle.add(client());
    }
    Wire busy = client();
    for (int i = 0; i < 200; i++) {
      assertThat(busy.send(GET).response().content()).isEqualTo("ok");
    }
    for (Wire each : idle) {
      assertThat(each.send(GET).response().content()).isEqualTo("ok");
    }
  }

  @Test
  void oneThatHangsIsInNobodysWay() throws Exception {
    serve(exchange -> {
      if (exchange.getRequestURI().getPath().equals("/slow")) {
        answerWhenReleased(exchange);
      } else {
        answerOk(exchange);
      }
    });
    Wire slow = client().send(GET.replace("/ ", "/slow "));
    await(entered);
    assertThat(ask(GET).content()).isEqualTo("ok");
    released.countDown();
    assertThat(slow.response().content()).isEqualTo("ok");
  }
}
