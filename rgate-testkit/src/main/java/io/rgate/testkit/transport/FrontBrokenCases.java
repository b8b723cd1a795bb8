package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Exchange.Tunnel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a front ends what breaks off, and what is not a response: interim ones and tunnels. */
abstract class FrontBrokenCases extends FrontRequestCases {
  private static final long[] LENGTHS = {3, -1};

  private static ResponseContent sendPiece(Exchange exchange, long length) throws IOException {
    ResponseContent out = exchange.respond(200, Fields.EMPTY, length);
    out.write(new byte[] {'x'}, 0, 1);
    out.flush();
    return out;
  }

  private void assertCut(String request) throws IOException {
    RawConnection client = client().send(request);
    RawMessage response = client.responseOrPart("GET");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.whole()).as("that all of it came: %s", response).isFalse();
    assertThat(client.hasEnded()).isTrue();
  }

  @Test
  void aServiceThatDoesNotRespondMakes500() throws Exception {
    serve(exchange -> {
      if (exchange.head().target().equals("/throw")) {
        throw new IllegalStateException("on purpose");
      }
    });
    for (String request : new String[] {GET, GET.replace("/ ", "/throw "), GET_10}) {
      assertThat(ask(request).status()).as(request).isEqualTo(500);
    }
  }

  @Test
  void aResponseThatAServiceDoesNotEndIsNeverWhole() throws Exception {
    for (long length : LENGTHS) {
      serve(exchange -> {
        sendPiece(exchange, length);
        if (exchange.head().target().equals("/throw")) {
          throw new IllegalStateException("on purpose");
        }
      });
      assertCut(GET);
      assertCut(GET.replace("/ ", "/throw "));
    }
  }

  @Test
  void tooFewBytesAbortTheExchange() throws Exception {
    serve(exchange -> {
      ResponseContent out = sendPiece(exchange, 3);
      assertThatThrownBy(out::end).isInstanceOf(IOException.class);
      note("refused");
    });
    assertCut(GET);
    assertThat(noted()).isEqualTo("refused");
  }

  @Test
  void moreBytesThanDeclaredAreRefused() throws Exception {
    serve(exchange -> {
      ResponseContent out = sendPiece(exchange, 3);
      assertThatThrownBy(() -> out.write(new byte[3], 0, 3)).isInstanceOf(IOException.class);
      note("refused");
      out.write(new byte[] {'y', 'z'}, 0, 2);
      out.end();
    });
    RawConnection client = client().send(GET + GET);
    assertThat(client.response().content()).isEqualTo("xyz");
    assertThat(noted()).isEqualTo("refused");
    assertThat(client.response().content()).isEqualTo("xyz");
  }

  @Test
  void anAbortedExchangeIsNeverWhole() throws Exception {
    for (long length : LENGTHS) {
      serve(exchange -> {
        sendPiece(exchange, length);
        exchange.abort();
        exchange.abort();
      });
      assertCut(GET);
    }
  }

  @Test
  void anExchangeMayBeAbortedBeforeItsResponse() throws Exception {
    serve(Exchange::abort);
    assertThat(client().send(GET).hasEnded()).isTrue();
  }

  @Test
  void anotherThreadMayAbortAnExchangeThatWaitsForItsClient() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    serve(exchange -> {
      Thread.ofVirtual()
          .start(() -> {
            try {
              await(begun);
              Thread.sleep(100); // so that the writer is stuck, as it is sooner or later anyway
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            exchange.abort();
          });
      fillUntilGone(exchange, begun);
    });
    RawConnection client = client().send(GET);
    assertThat(noted()).isEqualTo("gone");
    assertThat(client.responseOrPart("GET").whole()).isFalse();
  }

  /** Writes for ever; notes how that ends. */
  private void fillUntilGone(Exchange exchange, CountDownLatch begun) throws IOException {
    byte[] piece = new byte[64 * 1024];
    ResponseContent out = exchange.respond(200, Fields.EMPTY, -1);
    try {
      while (true) {
        out.write(piece, 0, piece.length);
        begun.countDown();
      }
    } catch (ClientGoneException e) {
      note("gone");
      throw e;
    }
  }

  @Test
  void aClientThatTakesNothingIsGone() throws Exception {
    Limits limits = new Limits(100, 64 * 1024, 8 * 1024, PATIENCE, Duration.ofMillis(200));
    serve(limits, exchange -> fillUntilGone(exchange, new CountDownLatch(1)));
    RawConnection client = client().send(GET);
    assertThat(noted()).isEqualTo("gone");
    assertThat(client.responseOrPart("GET").whole()).isFalse();
  }

  @Test
  void aClientThatHasLeftIsGone() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    serve(exchange -> {
      note("served");
      await(left);
      fillUntilGone(exchange, new CountDownLatch(1));
    });
    RawConnection client = client().send(GET);
    assertThat(noted()).isEqualTo("served");
    client.reset();
    left.countDown();
    assertThat(noted()).isEqualTo("gone");
  }

  @Test
  void anInterimResponseComesBeforeTheFinalOneWhereItCan() throws Exception {
    serve(exchange -> {
      exchange.inform(103, Fields.of("Link", "a"));
      answerOk(exchange);
      exchange.inform(103, Fields.of("Link", "late"));
    });
    RawConnection client = client().send(GET + GET);
    for (int i = 0; i < 2; i++) {
      if (has(Ability.INTERIM)) {
        RawMessage interim = client.response();
        assertThat(interim.status()).isEqualTo(103);
        assertThat(interim.field("Link")).isEqualTo("a");
      }
      RawMessage response = client.response();
      assertThat(response.content()).isEqualTo("ok");
      assertThat(response.all("Link")).isEmpty();
    }
    assertThat(ask(GET_10).content()).isEqualTo("ok");
  }

  @Test
  void aServiceMayAskForTheContentByItself() throws Exception {
    needs(Ability.INTERIM, "this front has no interim responses");
    serve(exchange -> {
      exchange.leaveExpectation();
      exchange.inform(103, Fields.EMPTY);
      exchange.inform(100, Fields.EMPTY);
      byte[] content = exchange.content().stream().readAllBytes();
      answer(exchange, new String(content, ISO_8859_1));
    });
    RawConnection client =
        client().send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 103 ");
    assertThat(client.head()).startsWith("HTTP/1.1 100 ");
    RawMessage response = client.send("abc").response();
    assertThat(response.status()).as("without another 100").isEqualTo(200);
    assertThat(response.content()).isEqualTo("abc");
  }

  @Test
  void onlyInterimStatusesAreInterimResponses() throws Exception {
    serve(exchange -> {
      for (int status : has(Ability.INTERIM) ? new int[] {99, 101, 200} : new int[0]) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> exchange.inform(status, Fields.EMPTY));
      }
      answerOk(exchange);
    });
    assertThat(ask(GET).content()).isEqualTo("ok");
  }

  @Test
  void aTunnelPassesBytesBothWaysOrIsRefusedBeforeAnythingIsSent() throws Exception {
    serve(exchange -> {
      assertThat(exchange.offersTunnel()).isEqualTo(has(Ability.TUNNEL));
      if (!has(Ability.TUNNEL)) {
        assertThatThrownBy(() -> exchange.tunnel(101, Fields.EMPTY))
            .isInstanceOf(UnsupportedOperationException.class);
        answerOk(exchange);
        return;
      }
      try (Tunnel tunnel = exchange.tunnel(101, Fields.of("Upgrade", "x"))) {
        tunnel.in().transferTo(tunnel.out());
        tunnel.out().write('!');
      }
    });
    if (!has(Ability.TUNNEL)) {
      assertThat(ask(GET).content()).isEqualTo("ok");
      return;
    }
    RawConnection client =
        client().send("GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nearly");
    assertThat(client.head()).startsWith("HTTP/1.1 101 ").contains("\r\nUpgrade: x\r\n");
    assertThat(client.text(5)).isEqualTo("early");
    assertThat(client.send("late").text(4)).isEqualTo("late");
    client.endOutput();
    assertThat(client.rest()).isEqualTo("!");
  }
}
