package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.rgate.api.Forwarding;
import io.rgate.api.Limits;
import io.rgate.runtime.discovery.StaticDiscovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 15, 16 and 37 of docs/conformance.md: clients that speak something else, or hardly. */
class OddClientsIT extends OverTheWire {
  private RawOrigin origin;

  @BeforeEach
  void start() throws Exception {
    origin = answering(OK);
  }

  private void withHeadTimeout() {
    Limits limits = new Limits(100, 65_536, 8_192, Duration.ofMillis(300), Duration.ofMillis(500));
    gateway(builder(Forwarding.DEFAULT, origin).limits(limits));
  }

  @Test
  @Execution(CONCURRENT)
  void case15ATlsHelloOnThePlainPortIsNotAnsweredWithAnythingOfAnOrigin() throws Exception {
    withHeadTimeout();
    Wire client =
        client().send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
    if (kind.isJdkServer()) {
      // No line ends in it, so the server waits for more, until the time for a head is over.
      assertThat(client.rest()).isEmpty();
    } else {
      assertThat(client.response().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void case15TheHttp2PrefaceIsRefusedWithoutHttp2() throws Exception {
    gateway(builder(Forwarding.DEFAULT, origin).http2Streams(0));
    Wire client = client().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    // By the server: that of the JDK knows no '*', the other one no such version.
    assertThat(client.response().status()).isEqualTo(kind.isJdkServer() ? 404 : 505);
    assertThat(client.rest()).isEmpty();
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void case15AnOfferOfH2cIsPassedOver() throws Exception {
    gateway(origin);
    Wire client =
        client()
            .send(
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(origin.request().has("Upgrade")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLS/1.2", "TLS/1.3", "foo/2"})
  void case15AnOfferOfAnotherProtocolIsPassedOver(String protocol) throws Exception {
    gateway(origin);
    Wire client =
        client()
            .send(
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: "
                    + protocol
                    + "\r\n\r\n");
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(origin.request().has("Upgrade")).isFalse();
  }

  /** What goes on behind one that is let through is the matter of {@link TunnelIT}. */
  @ParameterizedTest
  @ValueSource(strings = {"websocket", "WebSocket, h2c"})
  void case15AWebSocketHandShakeGets501WhereThereAreNoTunnels(String protocol) throws Exception {
    gateway(origin);
    Wire client =
        client()
            .send(
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: "
                    + protocol
                    + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n\r\n");
    Message answer = client.response();
    if (kind == GatewayKind.DIRECT) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(origin.request().all("Upgrade")).containsExactly(protocol.split(",", 2)[0]);
      return;
    }
    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.text()).isEqualTo("Not Implemented\n");
    assertThat(client.rest()).isEmpty();
    assertThat(origin.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\nX-Sl"})
  @Execution(CONCURRENT)
  void case16AHeadThatDoesNotComeEndsTheConnectionInTime(String start) throws Exception {
    withHeadTimeout();
    long before = System.nanoTime();
    assertThat(client().send(start).rest()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
  }

  @Test
  @Execution(CONCURRENT)
  void case16AHeadThatComesDropByDropEndsItTooAndOthersAreServedMeanwhile() throws Exception {
    withHeadTimeout();
    Wire slow = client();
    for (int i = 0; i < 20 && slow.socket().isConnected(); i++) {
      assertThat(ask(LAST_GET).status()).isEqualTo(200);
      try {
        slow.send(i == 0 ? "GET / HTTP/1.1\r\n" : "X" + i + ": y\r\n");
      } catch (java.io.IOException e) {
        break; // cut, as it should be
      }
      Thread.sleep(30);
    }
    assertThat(slow.rest()).isEmpty();
  }

  @Test
  @Execution(CONCURRENT)
  void case16AClientThatTakesNothingOfAResponseIsCut() throws Exception {
    Limits limits = new Limits(100, 65_536, 8_192, Duration.ofSeconds(5), Duration.ofMillis(500));
    RawOrigin endless =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          byte[] chunk = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes();
          while (true) {
            wire.send(chunk);
          }
        });
    gateway(builder(Forwarding.DEFAULT, endless).limits(limits));
    Wire client = client().send(GET);
    eventually("the exchange has begun", () -> openExchanges() == 1);
    eventually("the exchange is over", () -> openExchanges() == 0);
    client.close();
  }

  @Test
  void case37AThousandIdleConnectionsStay() throws Exception {
    gateway(origin);
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Wire client = client();
      assertThat(client.send(GET).response().status()).isEqualTo(200);
      clients.add(client);
    }
    for (Wire client : clients) {
      assertThat(client.send(GET).response().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | application/problem+json",
        "application/problem+json, application/json;q=0.5 | application/problem+json",
        "*/* | text/plain; charset=utf-8",
        "application/json, */*;q=0.1 | text/plain; charset=utf-8",
        "text/html, application/json | text/plain; charset=utf-8"
      })
  void anErrorHasTheFormThatTheClientTakes(String accept, String type) throws Exception {
    gateway(builder(Forwarding.DEFAULT).discovery(new StaticDiscovery(List.of())));
    Message answer = ask("GET / HTTP/1.1\r\nHost: a\r\nAccept: " + accept + "\r\n\r\n");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.first("Content-Type")).isEqualTo(type);
    assertThat(answer.text())
        .isEqualTo(
            type.startsWith("text/")
                ? "Service Unavailable\n"
                : "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503}");
  }
}
