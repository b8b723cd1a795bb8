package io.rgate.runtime;

import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.END_STREAM;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static io.rgate.testkit.transport.RawHttp2.SETTINGS;
import static io.rgate.testkit.transport.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Route;
import io.rgate.spi.Sample;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawReply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket over a stream of HTTP/2 (RFC 8441). */
@Execution(CONCURRENT)
class Http2TunnelIT extends TunnelRig {
  private static final int ENABLE_CONNECT_PROTOCOL = 8;
  private static final int CANCEL = 8;

  private final Recording samples = new Recording();
  private Gateway gateway;

  private RawHttp2 to(Forwarding forwarding, RawOrigin origin) throws Exception {
    gateway = gateway(builder(forwarding, origin).stats(samples));
    return open(RawHttp2.greeted(gateway.port()));
  }

  /** An origin that proves that it has got the gateway's key. */
  private RawOrigin proving(Tunnelled then) throws Exception {
    return origin((wire, self) -> {
      Message request = self.next(wire);
      if (request != null) {
        String proof = proof(request.first("Sec-WebSocket-Key"));
        wire.send(SWITCHED.replace("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", proof));
        then.run(wire);
      }
    });
  }

  private static RawHttp2 connect(RawHttp2 client, int stream, String... more) throws IOException {
    String[] usual = {
      ":method", "CONNECT", ":protocol", "websocket", ":scheme", "http", ":authority", "a"
    };
    String[] all = Arrays.copyOf(usual, usual.length + 2 + more.length);
    all[usual.length] = ":path";
    all[usual.length + 1] = "/chat";
    System.arraycopy(more, 0, all, usual.length + 2, more.length);
    return client.headers(stream, false, all);
  }

  private static boolean isTold(RawHttp2 client) throws IOException {
    ByteBuffer settings = ByteBuffer.wrap(client.next(SETTINGS).payload());
    boolean told = false;
    while (settings.hasRemaining()) {
      told |= settings.getShort() == ENABLE_CONNECT_PROTOCOL & settings.getInt() == 1;
    }
    return told;
  }

  @Test
  void anExtendedConnectBecomesAHandshakeOfHttp11() throws Exception {
    RawOrigin origin = proving(TunnelRig::echo);
    RawHttp2 client = to(Forwarding.DEFAULT, origin);
    assertThat(isTold(client)).isTrue();
    connect(client, 1, "sec-websocket-version", "13", "sec-websocket-protocol", "chat");
    RawHttp2.Frame head = client.next(HEADERS);
    assertThat(head.has(END_STREAM)).isFalse();
    assertThat(head.payload()).contains(0x88); // :status 200
    assertThat(head.text()).doesNotContain("accept").doesNotContain("upgrade");
    for (int i = 0; i < 3; i++) {
      assertThat(client.data(1, false, "message " + i).next(DATA).text()).isEqualTo("message " + i);
    }
    Message request = origin.request();
    assertThat(request.startLine()).isEqualTo("GET /chat HTTP/1.1");
    assertThat(request.all("Connection")).containsExactly("Upgrade");
    assertThat(request.all("Upgrade")).containsExactly("websocket");
    assertThat(request.first("Sec-WebSocket-Protocol")).isEqualTo("chat");
    assertThat(request.first("Host")).isEqualTo("a");
    client.data(1, true, "");
    RawHttp2.Frame last = client.next(DATA);
    assertThat(last.has(END_STREAM)).isTrue();
    Sample sample = samples.next();
    assertThat(sample.status()).isEqualTo(101);
    assertThat(sample.bytesIn()).isEqualTo(27);
    assertThat(client.get(3, "/").next(HEADERS).stream()).isEqualTo(3);
  }

  @Test
  void theEndOfOneDirectionIsNotTheEndOfTheOther() throws Exception {
    RawHttp2 client =
        to(
            Forwarding.DEFAULT,
            proving(wire -> {
              assertThat(wire.rest()).isEqualTo("all I say");
              wire.send("one");
              Thread.sleep(50);
              wire.send("two");
            }));
    RawReply reply = connect(client, 1).data(1, true, "all I say").reply(1);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("onetwo");
    assertThat(reply.isWhole()).isTrue();
  }

  @Test
  void aResetOfTheStreamCutsTheOriginAndNothingElse() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    RawHttp2 client =
        to(
            Forwarding.DEFAULT,
            proving(wire -> {
              wire.send("x");
              assertThat(wire.read()).isEqualTo(-1);
              left.countDown();
            }));
    assertThat(connect(client, 1).next(DATA).text()).isEqualTo("x");
    client.frame(RST_STREAM, 1, CANCEL);
    assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(connect(client, 3).next(DATA).stream()).isEqualTo(3);
  }

  @Test
  void anOriginThatBreaksOffIsAResetOfTheStream() throws Exception {
    RawHttp2 client = to(Forwarding.DEFAULT, proving(Wire::reset));
    assertThat(connect(client, 1).next(RST_STREAM).number(0)).isEqualTo(CANCEL);
  }

  @Test
  void aWrongProofIs502() throws Exception {
    RawHttp2 client = to(Forwarding.DEFAULT, switching(SWITCHED, TunnelRig::echo));
    assertThat(
            connect(client, 1, "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==").reply(1).status())
        .isEqualTo(502);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 426})
  void anotherAnswerIsAnOrdinaryOne(int status) throws Exception {
    RawOrigin origin = answering("HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\nno");
    RawReply reply = connect(to(Forwarding.DEFAULT, origin), 1).reply(1);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).isEqualTo("no");
  }

  @Test
  void anotherProtocolGets501() throws Exception {
    RawHttp2 client = to(Forwarding.DEFAULT, answering(OK));
    RawReply reply =
        client
            .headers(
                1,
                false,
                ":method",
                "CONNECT",
                ":protocol",
                "connect-udp",
                ":scheme",
                "http",
                ":authority",
                "a",
                ":path",
                "/")
            .reply(1);
    assertThat(reply.status()).isEqualTo(501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method=GET :protocol=websocket :scheme=http :authority=a :path=/",
        ":method=CONNECT :protocol=websocket :scheme=http :authority=a",
        ":method=CONNECT :protocol=websocket :authority=a :path=/",
        ":method=CONNECT :protocol=websocket :protocol=websocket :scheme=http :path=/",
        ":method=CONNECT :scheme=http :authority=a :path=/ :protocol=",
        ":method=CONNECT :scheme=http :authority=a :path=/",
        ":method=CONNECT :protocol=websocket :scheme=http :authority=a :path=/ content-length=0",
        ":method=CONNECT :protocol=websocket :scheme=http :authority=a :path=/ upgrade=websocket"
      })
  void anExtendedConnectThatIsNoneIsRefused(String head) throws Exception {
    RawHttp2 client = to(Forwarding.DEFAULT, answering(OK));
    List<String> fields = new ArrayList<>();
    for (String field : head.split(" ")) {
      fields.addAll(List.of(field.split("=", 2)));
    }
    RawReply reply = client.headers(1, false, fields.toArray(String[]::new)).reply(1);
    assertThat(head.endsWith(":protocol=") ? reply.status() : reply.resetCode())
        .isEqualTo(head.endsWith(":protocol=") ? 501 : 1);
    assertThat(client.get(3, "/").reply(3).status()).isEqualTo(200);
  }

  @Test
  void whereNoRouteAllowsItAClientIsNotTold() throws Exception {
    Forwarding none = Forwarding.DEFAULT.withUpgrade(List.of());
    RawHttp2 client = to(none, answering(OK));
    assertThat(isTold(client)).isFalse();
    assertThat(connect(client, 1).reply(1).resetCode()).isEqualTo(1);
  }

  @Test
  void aReloadDecidesForNewConnections() throws Exception {
    RawOrigin origin = answering(OK);
    Route route = new Route("/", "all");
    Route none = route.withForwarding(Forwarding.DEFAULT.withUpgrade(List.of()));
    gateway = gateway(builder(ALL, Forwarding.DEFAULT, origin));
    gateway.reload(new GatewayConfig(List.of(none), List.of(ALL), DefaultResponse.NOT_FOUND));
    assertThat(isTold(open(RawHttp2.greeted(gateway.port())))).isFalse();
    gateway.reload(new GatewayConfig(List.of(route), List.of(ALL), DefaultResponse.NOT_FOUND));
    assertThat(isTold(open(RawHttp2.greeted(gateway.port())))).isTrue();
  }

  @Test
  void aStopTellsTheClientByAFrameOfWebSocket() throws Exception {
    // An origin that leaves when it is told.
    gateway = builder(Forwarding.DEFAULT, proving(wire -> wire.text(8))).start();
    RawHttp2 client = open(RawHttp2.greeted(gateway.port()));
    connect(client, 1).next(HEADERS);
    Thread stop = Thread.ofVirtual().start(gateway::close);
    assertThat(client.next(DATA).text()).isEqualTo(GOING_AWAY);
    client.data(1, true, masked(8, "\u0003\u00e9"));
    assertThat(stop.join(Duration.ofSeconds(60))).isTrue();
  }

  /** The origin waits when the window of the stream and all buffers are full. */
  @Test
  void aClientThatNeverReadsHoldsNoMoreThanBuffers() throws Exception {
    AtomicLong sent = new AtomicLong();
    byte[] piece = new byte[64 * 1024];
    RawHttp2 client =
        to(
            Forwarding.DEFAULT,
            proving(wire -> {
              while (true) {
                wire.send(piece);
                sent.addAndGet(piece.length);
              }
            }));
    connect(client, 1).next(HEADERS);
    long before = -1;
    while (before != sent.get()) {
      before = sent.get();
      TimeUnit.MILLISECONDS.sleep(300);
    }
    assertThat(sent.get()).isLessThan(32L << 20);
    while (sent.get() == before) {
      int length = client.next(DATA).payload().length;
      client.frame(WINDOW_UPDATE, 0, length).frame(WINDOW_UPDATE, 1, length);
    }
    client.frame(RST_STREAM, 1, CANCEL);
  }
}
