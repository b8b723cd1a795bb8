package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.testkit.transport.RawMessage;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Exchange.Tunnel;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections begin and end: ports, limits, clients that leave, tunnels. */
class FrontIT extends OverTheWire {
  private static final Duration SHORT = Duration.ofMillis(150);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private static Limits limits(Duration head, Duration idle) {
    return new Limits(100, 64 * 1024, 8 * 1024, head, idle);
  }

  @Test
  void aPortThatIsTakenIsRefusedAndFreeAfterTheEnd() throws Exception {
    Front front = serve(OverTheWire::answerOk);
    FrontSettings same = FrontSettings.of(front.address());
    assertThatThrownBy(() -> DirectFront.bind(same)).isInstanceOf(BindException.class);
    assertThatIllegalStateException().isThrownBy(() -> front.start(service(e -> {})));
    front.close();
    for (int i = 0; i < 200; i++) {
      Front next = DirectFront.bind(same);
      next.start(service(OverTheWire::answerOk));
      if (i % 4 == 0) {
        assertThat(ask(GET).content()).isEqualTo("ok");
      }
      next.close();
    }
  }

  @Test
  void aServiceThatDoesNotAnswerIs500() throws Exception {
    serve(exchange -> {
      if (exchange.head().target().equals("/throw")) {
        throw new IllegalStateException("on purpose");
      }
    });
    assertThat(ask(GET).status()).isEqualTo(500);
    RawMessage response = ask(GET.replace("/ ", "/throw "));
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.content()).isEqualTo("Internal Server Error\n");
  }

  @Test
  void aServiceThatThrowsAfterItsAnswerEndsTheConnection() throws Exception {
    serve(exchange -> {
      answerOk(exchange);
      throw new IllegalStateException("on purpose");
    });
    RawConnection client = client().send(GET);
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aHeadThatStopsEndsTheConnection() throws Exception {
    serve(limits(SHORT, PATIENCE), OverTheWire::answerOk);
    assertThat(client().send("GET / HTTP/1.1\r\n").rest()).isEmpty();
    assertThat(client().send("G").rest()).isEmpty();
  }

  @Test
  void whatCannotBeARequestIsAnsweredAtOnce() throws Exception {
    serve(OverTheWire::answerOk);
    long begin = System.nanoTime();
    RawConnection client = client().send("\u0016\u0003\u0001\u0002\u0000\u0001");
    assertThat(client.response().status()).isEqualTo(400);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void contentThatDoesNotComeIs408() throws Exception {
    serve(
        limits(PATIENCE, SHORT),
        exchange -> {
          try {
            content(exchange);
          } catch (io.rgate.transport.RequestContentException e) {
            note("" + e.status());
          }
          answerOk(exchange);
        });
    RawConnection client = client().send(POST + "Content-Length: 2\r\n\r\na");
    assertThat(client.response().field("Connection")).isEqualTo("close");
    assertThat(noted()).isEqualTo("408");
  }

  @Test
  void aClientThatTakesNothingIsGone() throws Exception {
    serve(
        limits(PATIENCE, SHORT),
        exchange -> {
          byte[] piece = new byte[64 * 1024];
          ResponseContent out = exchange.respond(200, Fields.EMPTY, -1);
          try {
            while (true) {
              out.write(piece, 0, piece.length);
            }
          } catch (ClientGoneException e) {
            note(e.getMessage());
          }
        });
    client().send(GET);
    assertThat(noted()).isEqualTo("the client takes nothing of the response");
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "reset", "half"})
  void aClientThatLeavesIsSeenThoughNobodyReads(String how) throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    serve(exchange -> {
      content(exchange);
      exchange.onGone(gone::countDown);
      exchange.respond(200, Fields.EMPTY, -1).flush();
      entered.countDown();
      await(gone);
      note("gone");
    });
    RawConnection client = client().send(POST + "Content-Length: 1\r\n\r\nx");
    await(entered);
    assertThat(gone.getCount()).isEqualTo(1);
    switch (how) {
      case "end" -> client.close();
      case "reset" -> client.reset();
      default -> client.endOutput();
    }
    assertThat(noted()).isEqualTo("gone");
  }

  @Test
  void bytesOfANextRequestAreNoLeavingAndAreKept() throws Exception {
    serve(exchange -> {
      if (exchange.head().target().equals("/")) {
        exchange.onGone(() -> note("gone"));
        note("first");
        await(released);
      }
      answerTarget(exchange);
    });
    RawConnection client = client().send(GET);
    assertThat(noted()).isEqualTo("first");
    for (int i = 0; i < 100; i++) {
      client.send(GET.replace("/ ", "/" + "x".repeat(100) + i + " "));
    }
    TimeUnit.MILLISECONDS.sleep(50);
    released.countDown();
    assertThat(client.response().content()).isEqualTo("/");
    for (int i = 0; i < 100; i++) {
      assertThat(client.response().content()).endsWith("x" + i);
    }
    assertThat(nothingNoted()).isTrue();
  }

  @Test
  void aTunnelPassesBytesBothWays() throws Exception {
    serve(exchange -> {
      try (Tunnel tunnel = exchange.tunnel(101, Fields.of("Upgrade", "x"))) {
        tunnel.in().transferTo(tunnel.out());
        tunnel.out().write('!');
      }
    });
    RawConnection client = client().send("GET / HTTP/1.1\r\nUpgrade: x\r\n\r\nearly");
    assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n");
    assertThat(client.text(5)).isEqualTo("early");
    assertThat(client.send("late").text(4)).isEqualTo("late");
    client.endOutput();
    assertThat(client.rest()).isEqualTo("!");
  }

  @Test
  void aThousandConnectionsAreServedAndIdleOnesAreInNobodysWay() throws Exception {
    serve(OverTheWire::answerOk);
    List<RawConnection> idle = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      idle.add(client());
    }
    RawConnection busy = client();
    for (int i = 0; i < 200; i++) {
      assertThat(busy.send(GET).response().content()).isEqualTo("ok");
    }
    for (int round = 0; round < 2; round++) {
      for (RawConnection each : idle) {
        each.send(GET);
      }
      for (RawConnection each : idle) {
        assertThat(each.response().content()).isEqualTo("ok");
      }
    }
  }
}
