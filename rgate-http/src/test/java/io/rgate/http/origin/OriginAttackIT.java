package io.rgate.http.origin;

import static io.rgate.testkit.transport.RawHttp2.CONTINUATION;
import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.END_STREAM;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.PING;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.options;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawHttp2Origin;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a hostile origin gets: its own requests fail, others are served. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class OriginAttackIT extends OriginRig {
  private static final int CALM = 11;

  @FunctionalInterface
  private interface Flood {
    void send(RawHttp2 connection, int round) throws IOException;
  }

  private static final Map<String, Flood> FLOODS =
      Map.of(
          "SETTINGS", (c, i) -> c.settings(4, 65_535),
          "PING", (c, i) -> c.frame(PING, 0, 0, new byte[8]),
          "answers to PINGs", (c, i) -> c.frame(PING, 1, 0, new byte[8]),
          "CONTINUATION", (c, i) -> c.frame(i == 0 ? HEADERS : CONTINUATION, 0, 1, new byte[0]),
          "endless fields", (c, i) -> c.frame(i == 0 ? HEADERS : CONTINUATION, 0, 1, fields()),
          "PRIORITY", (c, i) -> c.frame(2, 0, 1, new byte[5]),
          "unknown frames", (c, i) -> c.frame(99, 0, 0, new byte[100]),
          "resets of a stream that has ended", (c, i) -> c.frame(RST_STREAM, 1, 8),
          "content without a byte", (c, i) -> c.frame(DATA, 0, 1, new byte[0]),
          "windows of a stream", (c, i) -> c.frame(RawHttp2.WINDOW_UPDATE, 1, 1));

  private static byte[] fields() {
    String[] fields = new String[400];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = "x-" + i;
      fields[i + 1] = "value";
    }
    return RawHttp2.block(fields);
  }

  static Stream<String> floods() {
    return FLOODS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("floods")
  void aFloodEndsTheConnectionAndNothingElse(String what) throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          if (number > 1) {
            RawHttp2Origin.answerAll(connection, "fine");
            return;
          }
          connection.next(HEADERS);
          Thread.ofVirtual().start(() -> flood(connection, FLOODS.get(what)));
          note(Integer.toString(connection.endCode()));
        });
    assertThatThrownBy(() -> ask(origin.endpoint()))
        .isInstanceOf(UpstreamException.class)
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> assertThat(e.failure()).isIn(Failure.INVALID, Failure.CLOSED));
    assertThat(noted()).isIn(Integer.toString(CALM), "-1", "1");
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
  }

  private static void flood(RawHttp2 connection, Flood flood) {
    try {
      for (int i = 0; i < 1_000_000; i++) {
        flood.send(connection, i);
      }
    } catch (IOException e) {
      // The connection was ended.
    }
  }

  /** The code of RFC 7541 lets 4 KiB be repeated by each byte. */
  @Test
  void aSmallBlockThatGrowsLargeIsRefusedAndTakesNoMemory() throws Exception {
    byte[] entry = RawHttp2.block("x", "v".repeat(4000));
    entry[0] = 0x40; // to be kept in the table
    byte[] bomb = new byte[16_000];
    Arrays.fill(bomb, (byte) 0xbe);
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome().next(HEADERS);
          connection.frame(HEADERS, 0, 1, new byte[] {(byte) 0x88});
          connection.frame(CONTINUATION, 0, 1, entry);
          connection.frame(CONTINUATION, 4, 1, bomb);
          connection.next(RST_STREAM);
          RawHttp2Origin.answerAll(connection, "fine");
        });
    assertThatThrownBy(() -> ask(origin.endpoint()))
        .hasMessage("the origin's answer is not valid HTTP: too many fields, or too long ones");
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
  }

  @Test
  void aWindowOfNothingEndsAnUploadInItsTimeAndHarmsNobodyElse() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome(4, 0);
          RawHttp2Origin.answerAll(connection, "fine");
        });
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    Body large = Body.of("x".repeat(100_000));
    assertThatThrownBy(() ->
            upstream.send(origin.endpoint(), request("POST", "/", large), options(5_000, 300, 300)))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.TIMEOUT);
              assertThat(e.stage()).isEqualTo(Stage.SEND);
            });
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void windowsOfOneByteAreNotPaidForByAFrameForEachByte() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome(4, 1);
          connection.next(HEADERS);
          for (int i = 0; i < 100; i++) {
            connection.frame(RawHttp2.WINDOW_UPDATE, 1, 1);
          }
          connection.frame(RawHttp2.WINDOW_UPDATE, 1, 1000);
          int frames = 1;
          while (!connection.next(DATA).has(END_STREAM)) {
            frames++;
          }
          note(frames < 20 ? "few" : "frames: " + frames);
          RawHttp2Origin.answer(connection, 1, "fine");
          connection.endCode();
        });
    OriginAnswer answer = send(origin.endpoint(), request("POST", "/", Body.of("x".repeat(600))));
    assertThat(text(answer)).isEqualTo("fine");
    assertThat(noted()).isEqualTo("few");
  }

  @Test
  void anOriginThatResetsEachRequestIsAskedAgainAndAgain() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          for (RawHttp2.Frame next = connection.next(); next != null; next = connection.next()) {
            if (next.type() == HEADERS) {
              connection.frame(RST_STREAM, next.stream(), 2);
            }
          }
        });
    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(() -> send(origin.endpoint(), request("POST", "/", Body.EMPTY)))
          .isInstanceOfSatisfying(
              UpstreamException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CLOSED));
    }
    assertThat(origin.connections()).isEqualTo(1);
  }

  /** Each stream has a window of its own, and together they take nothing from each other. */
  @Test
  void whoReadsSlowlyDoesNotHoldUpThoseOnTheSameConnection() throws Exception {
    String window = "x".repeat(16_384);
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          for (int i = 0; i < 20; i++) {
            int stream = connection.next(HEADERS).stream();
            connection.headers(stream, false, ":status", "200");
            for (int sent = 0; sent < 16; sent++) {
              connection.data(stream, false, window);
            }
          }
          RawHttp2Origin.answerAll(connection, "fine");
        });
    List<InputStream> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(send(origin.endpoint(), get("/")).body().stream());
    }
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(1);
    for (InputStream each : slow) {
      each.close();
    }
  }
}
