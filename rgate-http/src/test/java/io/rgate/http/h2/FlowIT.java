package io.rgate.http.h2;

import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawReply;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Windows in both directions: who is slow makes the other one wait, and nobody else. */
class FlowIT extends Http2Rig {
  private static final int INITIAL_WINDOW = 4;
  private static final int LARGE = 300_000;

  private final CountDownLatch released = new CountDownLatch(1);

  private static void answerLarge(Exchange exchange) throws IOException {
    if (exchange.head().target().equals("/other")) {
      Answers.ok(exchange);
      return;
    }
    ResponseContent out = exchange.respond(200, Fields.EMPTY, LARGE);
    ByteArrayInputStream source = new ByteArrayInputStream(new byte[LARGE]);
    while (out.transfer(source, 100_000) > 0 && source.available() > 0) {
      // as much as it takes
    }
    out.end();
  }

  @Test
  void aResponseIsSentAsFarAsTheWindowsReach() throws Exception {
    started(FlowIT::answerLarge);
    RawHttp2 client = http2().get(1, "/");
    int came = 0;
    while (came < 65_535) {
      came += client.next(DATA).payload().length;
    }
    assertThat(came).isEqualTo(65_535);
    assertThat(client.isSilentFor(200)).isTrue();
    client.frame(WINDOW_UPDATE, 1, 1 << 20);
    assertThat(client.isSilentFor(200)).as("the connection's window is used up").isTrue();
    RawReply rest = client.frame(WINDOW_UPDATE, 0, 1 << 20).reply(1);
    assertThat(came + rest.size()).isEqualTo(LARGE);
    assertThat(rest.isWhole()).isTrue();
  }

  @Test
  void oneStreamWithoutAWindowDoesNotHinderAnother() throws Exception {
    started(FlowIT::answerLarge);
    RawHttp2 client = http2().frame(WINDOW_UPDATE, 0, 1 << 20);
    client.get(1, "/");
    int came = 0;
    while (came < 65_535) {
      came += client.next(DATA).payload().length;
    }
    assertThat(client.get(3, "/other").reply(3).text()).isEqualTo("ok");
    assertThat(client.frame(WINDOW_UPDATE, 1, 1 << 20).reply(1).size() + came).isEqualTo(LARGE);
  }

  @Test
  void theHeadComesWithoutAWindowAndTheContentWithOne() throws Exception {
    started(Answers::ok);
    RawHttp2 client = silent().greet(INITIAL_WINDOW, 0).get(1, "/");
    assertThat(client.next(HEADERS).has(RawHttp2.END_STREAM)).isFalse();
    client.settings(INITIAL_WINDOW, 1);
    assertThat(client.next(DATA).text()).isEqualTo("o");
    client.settings(INITIAL_WINDOW, 2);
    assertThat(client.next(DATA).text()).isEqualTo("k");
  }

  @Test
  void aClientThatTakesNothingIsGoneInTime() throws Exception {
    started(
        limits(PATIENCE, Duration.ofMillis(200)),
        exchange -> {
          try {
            answerLarge(exchange);
          } catch (ClientGoneException e) {
            note("gone");
          }
        });
    RawHttp2 client = silent().greet(INITIAL_WINDOW, 0).get(1, "/");
    assertThat(noted()).isEqualTo("gone");
    assertThat(client.reply(1).isWhole()).isFalse();
    client.settings(INITIAL_WINDOW, 1000);
    assertThat(client.get(3, "/other").reply(3).text()).isEqualTo("ok");
  }

  @Test
  void contentThatNobodyReadsIsHeldOnlyAsFarAsTheWindow() throws Exception {
    started(exchange -> {
      if (exchange.head().method().equals("POST")) {
        note("asked");
        await(released);
        note("read " + exchange.content().stream().readAllBytes().length);
      }
      answerOk(exchange);
    });
    RawHttp2 client = http2().post(1, "/");
    assertThat(noted()).isEqualTo("asked");
    byte[] piece = new byte[16 * 1024];
    for (int i = 0; i < 16; i++) {
      client.frame(DATA, 0, 1, piece);
    }
    assertThat(client.isSilentFor(100)).isTrue();
    assertThat(client.get(3, "/").reply(3).text()).as("another stream").isEqualTo("ok");
    released.countDown();
    assertThat(client.next(WINDOW_UPDATE).number(0)).isGreaterThanOrEqualTo(128 * 1024);
    client.frame(DATA, 1, 1, piece);
    assertThat(noted()).isEqualTo("read " + 17 * 16 * 1024);
    assertThat(client.reply(1).text()).isEqualTo("ok");
  }

  @Test
  void moreContentThanTheWindowEndsTheStream() throws Exception {
    started(exchange -> {
      await(released);
      answerOk(exchange);
    });
    RawHttp2 client = http2().post(1, "/");
    for (int i = 0; i < 17; i++) {
      client.frame(DATA, 0, 1, new byte[16 * 1024]);
    }
    assertThat(client.reply(1).resetCode()).as("FLOW_CONTROL_ERROR").isEqualTo(3);
    released.countDown();
    assertThat(client.get(3, "/").reply(3).text()).isEqualTo("ok");
  }

  @Test
  void theConnectionsWindowComesBackWhateverBecomesOfTheStreams() throws Exception {
    started(Answers::ok); // reads nothing of any content
    RawHttp2 client = http2();
    byte[] piece = new byte[16 * 1024];
    for (int i = 0; i < 1000; i++) {
      client.post(2 * i + 1, "/").frame(DATA, 1, 2 * i + 1, piece);
      assertThat(client.reply(2 * i + 1).text()).isEqualTo("ok");
    }
  }

  @Test
  void paddingIsGivenBack() throws Exception {
    started(exchange -> answer(exchange, "" + exchange.content().stream().readAllBytes().length));
    RawHttp2 client = http2().post(1, "/");
    byte[] padded = new byte[256];
    padded[0] = (byte) 254; // one byte of content
    for (int i = 0; i < 4000; i++) {
      client.frame(DATA, 8, 1, padded);
      if (i % 500 == 499) {
        client.next(WINDOW_UPDATE);
      }
    }
    assertThat(client.data(1, true, "").reply(1).text()).isEqualTo("4000");
  }

  @Test
  void bothDirectionsMoveAtOnce() throws Exception {
    started(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      out.flush();
      byte[] one = new byte[1];
      while (exchange.content().stream().read(one) > 0) {
        out.write(one, 0, 1);
        out.flush();
      }
      out.end();
    });
    RawHttp2 client = http2().post(1, "/");
    client.next(HEADERS);
    for (String piece : new String[] {"a", "b", "c"}) {
      assertThat(client.data(1, false, piece).next(DATA).text()).isEqualTo(piece);
    }
    assertThat(client.data(1, true, "").reply(1).isWhole()).isTrue();
  }
}
