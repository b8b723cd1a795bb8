package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Retries;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through a tunnel, and which requests open one. */
class TunnelIT extends TunnelRig {
  private final Recording samples = new Recording();

  @Test
  void aWebSocketGoesThroughBothWays() throws Exception {
    RawOrigin origin = echo();
    gateway(origin);
    Wire client = client().send(HANDSHAKE);
    Message answer = new Message(client.head(), new byte[0], true);
    assertThat(answer.status()).isEqualTo(101);
    assertThat(answer.all("Connection")).containsExactly("Upgrade");
    assertThat(answer.all("Upgrade")).containsExactly("websocket");
    assertThat(answer.first("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(answer.has("Content-Length") || answer.has("Transfer-Encoding")).isFalse();
    for (int i = 0; i < 3; i++) {
      assertThat(client.send("message " + i).text(9)).isEqualTo("message " + i);
    }
    Message request = origin.request();
    assertThat(request.startLine()).isEqualTo("GET /chat HTTP/1.1");
    assertThat(request.all("Connection")).containsExactly("Upgrade");
    assertThat(request.all("Upgrade")).containsExactly("websocket");
    assertThat(request.first("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
    assertThat(request.first("X-Forwarded-Host")).isEqualTo("a");
    client.endOutput();
    assertThat(client.rest()).isEmpty();
  }

  /** Less than one buffer, and more than all of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1500, 2100, 70_000, 1_000_000})
  void whatComesRightBehindTheHandshakeAndThe101IsNotLost(int size) throws Exception {
    String early = "x".repeat(size);
    RawOrigin origin =
        switching(
            SWITCHED + early + "!",
            wire -> {
              assertThat(wire.text(size)).isEqualTo(early);
              wire.send("got it");
            });
    gateway(origin);
    Wire client = client();
    Thread sender = Thread.ofVirtual().start(() -> sendQuietly(client, HANDSHAKE + early));
    assertThat(client.head()).startsWith("HTTP/1.1 101 ");
    assertThat(client.text(size + 1)).isEqualTo(early + "!");
    assertThat(client.text(6)).isEqualTo("got it");
    sender.join();
  }

  private static void sendQuietly(Wire wire, String text) {
    try {
      wire.send(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aClientThatHasSaidAllStillGetsAnswers() throws Exception {
    gateway(
        ANY,
        switching(
            ANY_SWITCHED,
            wire -> {
              assertThat(wire.rest()).isEqualTo("all I say");
              wire.send("one");
              Thread.sleep(50);
              wire.send("two");
            }));
    Wire client = inTunnel(TO_ANY).send("all I say");
    client.endOutput();
    assertThat(client.rest()).isEqualTo("onetwo");
  }

  @Test
  void anOriginThatHasSaidAllStillGetsWhatTheClientSends() throws Exception {
    CountDownLatch got = new CountDownLatch(1);
    gateway(
        builder(
                ANY,
                switching(
                    ANY_SWITCHED,
                    wire -> {
                      wire.send("all I say").endOutput();
                      assertThat(wire.rest()).isEqualTo("onetwo");
                      got.countDown();
                    }))
            .stats(samples));
    Wire client = inTunnel(TO_ANY);
    assertThat(client.rest()).isEqualTo("all I say");
    client.send("one");
    assertThat(openExchanges()).isOne();
    client.send("two").endOutput();
    assertThat(got.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(samples.next().bytesIn()).isEqualTo(6);
  }

  @Test
  void aSideThatBreaksOffDoesNotLookLikeAnEnd() throws Exception {
    gateway(ANY, switching(ANY_SWITCHED, Wire::reset));
    Wire client = inTunnel(TO_ANY);
    assertThatThrownBy(() -> client.socket().getInputStream().read()).hasMessageContaining("reset");
  }

  @Test
  void aClientThatBreaksOffEndsTheOriginsSide() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    gateway(
        ANY,
        switching(
            ANY_SWITCHED,
            wire -> {
              assertThat(wire.read()).isEqualTo(-1);
              ended.countDown();
            }));
    inTunnel(TO_ANY).reset();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: any\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: web socket\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade:\r\n\r\n"
      })
  void whatIsNoOfferForHereIsIgnored(String request) throws Exception {
    RawOrigin origin = answering(OK);
    gateway(origin);
    assertThat(ask(request).status()).isEqualTo(200);
    assertThat(origin.request().has("Upgrade")).isFalse();
  }

  @Test
  void onlyWhatTheRouteAllowsIsOffered() throws Exception {
    RawOrigin origin = switching(ANY_SWITCHED.replace("any", "Any/2"), TunnelRig::echo);
    gateway(ANY, origin);
    Wire client = inTunnel(TO_ANY.replace("any", "foo, any/2, any/1, anyway"));
    assertThat(client.send("x").text(1)).isEqualTo("x");
    assertThat(origin.request().all("Upgrade")).containsExactly("any/2, any/1");
  }

  @Test
  void aRouteMayHaveNone() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(Forwarding.DEFAULT.withUpgrade(List.of()), origin);
    assertThat(ask(HANDSHAKE).status()).isEqualTo(501);
    assertThat(origin.requests()).isEmpty();
    assertThat(ask(TO_ANY).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "OPTIONS", "ATTACH"})
  void everyMethodMayAsk(String method) throws Exception {
    gateway(ANY, switching(ANY_SWITCHED, TunnelRig::echo));
    assertThat(inTunnel(offer(method, "any")).send("x").text(1)).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\n\r\nbody",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"
      })
  void aTunnelBeginsBehindTheContentOfItsRequest(String framed) throws Exception {
    RawOrigin origin = switching(ANY_SWITCHED, TunnelRig::echo);
    gateway(ANY, origin);
    String post = offer("POST", "any").replace("\r\n\r\n", "\r\n" + framed + "early");
    assertThat(inTunnel(post).text(5)).isEqualTo("early");
    assertThat(origin.request().text()).isEqualTo("body");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 403, 426})
  void anotherAnswerIsAnOrdinaryOne(int status) throws Exception {
    RawOrigin origin =
        answering(
            "HTTP/1.1 "
                + status
                + " Well\r\nContent-Length: 2\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket, h2c\r\n\r\nno");
    gateway(origin);
    Wire client = client();
    for (int i = 0; i < 2; i++) {
      Message answer = client.send(HANDSHAKE).response();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.text()).isEqualTo("no");
      assertThat(answer.first("Upgrade")).isEqualTo(status == 426 ? "websocket" : "");
    }
    assertThat(origin.connections()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade: any, true",
    "'Upgrade: websocket, any', true",
    "X: y, true",
    "Upgrade: websocket, false"
  })
  void a101ToWhatNobodyAskedForIs502AndNotSentAgain(String field, boolean asks) throws Exception {
    String wrong = "HTTP/1.1 101 Hm\r\nConnection: Upgrade\r\n" + field + "\r\n\r\n";
    RawOrigin first = switching(wrong, TunnelRig::echo);
    RawOrigin second = switching(wrong, TunnelRig::echo);
    gateway(first, second);
    assertThat(ask(asks ? HANDSHAKE : GET).status()).isEqualTo(502);
    if (asks) {
      assertThat(first.connections() + second.connections()).isOne();
    }
  }

  @Test
  void anEndpointThatTakesNoConnectionIsPassedOver() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    gateway(
        builder(ALL.withRetries(Retries.DEFAULT), Forwarding.DEFAULT, echo())
            .endpoint("http://127.0.0.1:" + nobody, Map.of("all", "")));
    for (int i = 0; i < 10; i++) {
      assertThat(inTunnel(HANDSHAKE).send("x").text(1)).isEqualTo("x");
    }
  }

  @Test
  void aTunnelIsOneSampleWithItsBytesAndItsTime() throws Exception {
    gateway(builder(Forwarding.DEFAULT, echo()).stats(samples));
    Wire client = inTunnel(HANDSHAKE);
    assertThat(client.send("12345").text(5)).isEqualTo("12345");
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(openExchanges()).isOne();
    client.endOutput();
    Sample sample = samples.next();
    assertThat(sample.status()).isEqualTo(101);
    assertThat(sample.success()).isTrue();
    assertThat(sample.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(sample.bytesIn()).isEqualTo(5);
    assertThat(sample.bytesOut()).isEqualTo(5);
    assertThat(sample.totalNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(sample.firstByteNanos()).isBetween(1L, sample.totalNanos());
  }
}
