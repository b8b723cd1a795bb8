package io.rgate.http.h2;

import static io.rgate.testkit.transport.RawHttp2.CONTINUATION;
import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static io.rgate.testkit.transport.RawHttp2.SETTINGS;
import static io.rgate.testkit.transport.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Fields;
import io.rgate.http.frame.ReceiveBuffer;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawReply;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that want to use up the gateway: each one is stopped, and others are served. */
class AttackIT extends Http2Rig {
  private static final byte[] NOTHING = {};

  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger mostAtWork = new AtomicInteger();

  /** One frame, or a few, of an attack. */
  @FunctionalInterface
  private interface Step {
    void send(RawHttp2 client, int round) throws IOException;
  }

  /** Repeats {@code step} until the connection ends, and returns the code of its end. */
  private int codeAfter(int rounds, Step step) throws Exception {
    RawHttp2 client = http2();
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < rounds; i++) {
                  step.send(client, i);
                }
              } catch (IOException e) {
                // The gateway has closed the connection, as it should.
              }
            });
    int code = client.endCode();
    sender.join();
    othersAreServed();
    return code;
  }

  private void block() throws IOException {
    started(exchange -> {
      served.incrementAndGet();
      mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
      if (!exchange.head().target().equals("/other")) {
        await(released);
      }
      atWork.decrementAndGet();
      Answers.ok(exchange);
    });
  }

  /** CVE-2023-44487. */
  @Test
  void rapidResetsEndTheConnection() throws Exception {
    block();
    int code =
        codeAfter(
            100_000, (client, i) -> client.get(2 * i + 1, "/").frame(RST_STREAM, 2 * i + 1, 8));
    assertThat(code).isIn(CALM, -1);
    assertThat(mostAtWork.get()).isLessThanOrEqualTo(501);
    assertThat(served.get()).isLessThanOrEqualTo(502);
    released.countDown();
  }

  /** CVE-2025-8671: the client makes the gateway reset the streams. */
  @Test
  void resetsThatTheGatewayIsMadeToSendEndTheConnection() throws Exception {
    block();
    int code =
        codeAfter(
            100_000, (client, i) -> client.get(2 * i + 1, "/").frame(WINDOW_UPDATE, 2 * i + 1, 0));
    assertThat(code).isIn(CALM, -1);
    assertThat(mostAtWork.get()).isLessThanOrEqualTo(501);
    released.countDown();
  }

  @Test
  void malformedRequestsWithoutEndEndTheConnection() throws Exception {
    started(Answers::ok);
    int code = codeAfter(100_000, (client, i) -> client.frame(HEADERS, 5, 2 * i + 1, NOTHING));
    assertThat(code).isIn(CALM, -1);
  }

  @Test
  void floodsOfControlFramesEndTheConnection() throws Exception {
    started(Answers::ok);
    assertThat(codeAfter(100_000, (client, i) -> client.frame(RawHttp2.PING, 0, 0, new byte[8])))
        .as("PING")
        .isIn(CALM, -1);
    assertThat(codeAfter(100_000, (client, i) -> client.frame(SETTINGS, 0, 0, NOTHING)))
        .as("SETTINGS")
        .isIn(CALM, -1);
    assertThat(codeAfter(100_000, (client, i) -> client.frame(2, 0, 2 * i + 1, new byte[5])))
        .as("PRIORITY")
        .isIn(CALM, -1);
    assertThat(codeAfter(100_000, (client, i) -> client.frame(0x77, 0, 0, NOTHING)))
        .as("unknown frames")
        .isIn(CALM, -1);
    assertThat(codeAfter(100_000, (client, i) -> client.frame(WINDOW_UPDATE, 0, 1)))
        .as("WINDOW_UPDATE")
        .isIn(CALM, -1);
  }

  @Test
  void emptyFramesOfContentEndTheConnection() throws Exception {
    block();
    int code =
        codeAfter(
            100_000,
            (client, i) -> {
              if (i == 0) {
                client.post(1, "/");
              }
              client.frame(DATA, 0, 1, NOTHING);
            });
    assertThat(code).isIn(CALM, -1);
    released.countDown();
  }

  @Test
  void aHeaderBlockWithoutEndEndsTheConnection() throws Exception {
    started(Answers::ok);
    for (byte[] piece : new byte[][] {NOTHING, new byte[16 * 1024]}) {
      int code =
          codeAfter(
              10_000, (client, i) -> client.frame(i == 0 ? HEADERS : CONTINUATION, 0, 1, piece));
      assertThat(code).isIn(CALM, -1);
    }
  }

  @Test
  void aHeaderBlockThatDoesNotGoOnEndsTheConnection() throws Exception {
    started(limits(Duration.ofMillis(200), PATIENCE), Answers::ok);
    RawHttp2 client = http2();
    client.frame(HEADERS, 0, 1, RawHttp2.block(":method", "GET"));
    client.endCode();
    othersAreServed();
  }

  @Test
  void aPrefaceThatDoesNotGoOnEndsTheConnection() throws Exception {
    started(limits(Duration.ofMillis(200), PATIENCE), Answers::ok);
    RawHttp2 client = silent().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes());
    client.endCode();
    RawHttp2 part = silent().send("PRI * HT".getBytes());
    part.endCode();
    othersAreServed();
  }

  /** A field of 4 KB stands in the table, and each byte of the next block names it once. */
  @Test
  void aSmallBlockThatMeansALargeSectionIsRefused() throws Exception {
    started(Answers::ok);
    RawHttp2 client = http2();
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    first.write(0x40);
    first.write(1);
    first.write('x');
    first.write(0x7f);
    first.write(4000 - 127 & 0x7f | 0x80);
    first.write(4000 - 127 >> 7);
    first.writeBytes("v".repeat(4000).getBytes());
    client.frame(HEADERS, 5, 1, first.toByteArray()); // malformed, but it fills the table
    assertThat(client.reply(1).resetCode()).isEqualTo(PROTOCOL_ERROR);
    byte[] usual = RawHttp2.block(":method", "GET", ":scheme", "http", ":path", "/");
    byte[] bomb = Arrays.copyOf(usual, 16_000);
    Arrays.fill(bomb, usual.length, bomb.length, (byte) (0x80 | 62));
    for (int i = 0; i < 100; i++) {
      client.frame(HEADERS, 5, 2 * i + 3, bomb);
      assertThat(client.reply(2 * i + 3).status()).isEqualTo(431);
    }
    assertThat(client.get(301, "/").reply(301).status()).isEqualTo(200);
  }

  @Test
  void headsBeyondTheLimitsAreRefusedAndTheConnectionGoesOn() throws Exception {
    started(Answers::ok);
    RawHttp2 client = http2();
    String[] many = new String[220];
    Arrays.setAll(many, i -> "x" + i);
    assertThat(client.get(1, "/", many).reply(1).status()).isEqualTo(431);
    assertThat(client.get(3, "/" + "p".repeat(9000)).reply(3).status()).isEqualTo(414);
    assertThat(client.get(5, "/a b").reply(5).status()).isEqualTo(400);
    assertThat(client.post(7, "/", many).reply(7).status()).isEqualTo(431);
    assertThat(client.data(7, true, "late").get(9, "/").reply(9).status()).isEqualTo(200);
    assertThat(refused).containsExactly(431, 414, 400, 431);
  }

  @Test
  void moreStreamsThanAllowedAreRefused() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Front front = provider().bind(FrontSettings.of(any).withHttp2Streams(2))) {
      front.start(
          service(exchange -> {
            await(released);
            Answers.ok(exchange);
          }));
      try (RawHttp2 client = RawHttp2.greeted(front.address().getPort())) {
        RawReply third = client.get(1, "/").get(3, "/").get(5, "/").reply(5);
        assertThat(third.resetCode()).isEqualTo(REFUSED_STREAM);
        released.countDown();
        client.reply(1);
        client.isSilentFor(100);
        assertThat(client.get(7, "/").reply(7).status()).isEqualTo(200);
      }
    }
  }

  /** A window of one byte does not make the gateway send a frame for each byte at once. */
  @Test
  void tinyWindowsDoNotMakeManyFrames() throws Exception {
    started(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, 1000);
      out.write(new byte[1000], 0, 1000);
      out.end();
    });
    RawHttp2 client = silent().greet(4, 0).get(1, "/");
    client.next(HEADERS);
    for (int i = 0; i < 500; i++) {
      client.frame(WINDOW_UPDATE, 1, 1);
    }
    int frames = 0;
    int came = 0;
    while (came < 500) {
      came += client.next(DATA).payload().length;
      frames++;
    }
    assertThat(frames).isLessThan(50);
    client.frame(WINDOW_UPDATE, 1, 1000);
    assertThat(client.reply(1).isWhole()).isTrue();
  }

  /** Many small frames of content that nobody reads take no more memory than their window. */
  @Test
  void manyTinyFramesOfContentAreKeptTogether() {
    ReceiveBuffer buffer = new ReceiveBuffer();
    byte[] one = {1};
    for (int i = 0; i < ReceiveBuffer.WINDOW; i++) {
      assertThat(buffer.use(1)).isTrue();
      assertThat(buffer.put(one, 0, 1)).isZero();
    }
    assertThat(buffer.use(1)).isFalse();
    assertThat(buffer.available()).isEqualTo(ReceiveBuffer.WINDOW);
  }

  /** A client that makes the gateway answer and reads no answer. */
  @Test
  void answersThatNobodyReadsDoNotPileUp() throws Exception {
    started(limits(PATIENCE, Duration.ofMillis(500)), Answers::ok);
    RawHttp2 client = http2();
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < 1_000_000; i++) {
                  client.get(2 * i + 1, "/");
                }
              } catch (IOException e) {
                note("ended");
              }
            });
    assertThat(noted()).isEqualTo("ended");
    sender.join();
    othersAreServed();
  }
}
