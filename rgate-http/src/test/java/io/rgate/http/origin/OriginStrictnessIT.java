package io.rgate.http.origin;

import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.END_STREAM;
import static io.rgate.testkit.transport.RawHttp2.GOAWAY;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static io.rgate.testkit.transport.RawHttp2.WINDOW_UPDATE;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawHttp2Origin;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an origin of HTTP/2 must not send, and what then becomes of the request. */
class OriginStrictnessIT extends OriginRig {
  private static final String[] OK = {":status", "200"};

  /** What an origin does in place of an answer on the first stream. */
  @FunctionalInterface
  private interface Wrong {
    void send(RawHttp2 connection) throws IOException;
  }

  private static final Map<String, Wrong> ON_A_STREAM = new LinkedHashMap<>();

  static {
    head("no status", "x", "1");
    head("a status twice", ":status", "200", ":status", "200");
    head("a status behind a field", "x", "1", ":status", "200");
    head("a status that is no number", ":status", "2x0");
    head("a status that is too small", ":status", "099");
    head("a status that is too large", ":status", "600");
    head("101", ":status", "101");
    head("a pseudo-field of a request", ":status", "200", ":path", "/");
    head("a pseudo-field that is not known", ":status", "200", ":other", "/");
    head("a capital letter", ":status", "200", "X", "1");
    head("a field of HTTP/1.1", ":status", "200", "connection", "close");
    head("a transfer coding", ":status", "200", "transfer-encoding", "chunked");
    head("a line break in a value", ":status", "200", "x", "a\r\nb: c");
    head("a NUL in a value", ":status", "200", "x", "a\0");
    head("a colon in a name", ":status", "200", "x:y", "1");
    head("a blank behind a value", ":status", "200", "x", "1 ");
    head("a length that is no number", ":status", "200", "content-length", "+5");
    head("two lengths", ":status", "200", "content-length", "5", "content-length", "5");
    head("too many bytes", ":status", "200", "x", "v".repeat(15_000), "y", "v".repeat(60_000));
    ON_A_STREAM.put(
        "a declared length without content",
        c -> c.headers(1, true, ":status", "200", "content-length", "5"));
    ON_A_STREAM.put("an interim response that ends", c -> c.headers(1, true, ":status", "103"));
    ON_A_STREAM.put("content before the head", c -> c.data(1, false, "x"));
    ON_A_STREAM.put(
        "too many interim responses",
        c -> {
          for (int i = 0; i < 101; i++) {
            c.headers(1, false, ":status", "103");
          }
        });
    ON_A_STREAM.put("a window that is opened by nothing", c -> c.frame(WINDOW_UPDATE, 1, 0));
    ON_A_STREAM.put(
        "a window that is too large", c -> c.frame(WINDOW_UPDATE, 1, Integer.MAX_VALUE));
  }

  private static void head(String what, String... fields) {
    ON_A_STREAM.put(
        what,
        c -> {
          byte[] block = RawHttp2.block(fields);
          if (block.length <= 16_384) {
            c.headers(1, true, fields);
            return;
          }
          c.frame(HEADERS, END_STREAM, 1, Arrays.copyOf(block, 16_384));
          for (int at = 16_384; at < block.length; at += 16_384) {
            int end = Math.min(block.length, at + 16_384);
            int flags = end == block.length ? RawHttp2.END_HEADERS : 0;
            c.frame(RawHttp2.CONTINUATION, flags, 1, Arrays.copyOfRange(block, at, end));
          }
        });
  }

  static Stream<String> onAStream() {
    return ON_A_STREAM.keySet().stream();
  }

  /** The request fails; its connection serves the next one. */
  @ParameterizedTest
  @MethodSource("onAStream")
  void aMalformedAnswerEndsItsStreamAlone(String what) throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          connection.next(HEADERS);
          ON_A_STREAM.get(what).send(connection);
          assertThat(connection.next(RST_STREAM).stream()).isEqualTo(1);
          RawHttp2Origin.answerAll(connection, "fine");
        });
    assertInvalid(origin);
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(1);
  }

  private void assertInvalid(RawHttp2Origin origin) {
    assertThatThrownBy(() -> ask(origin.endpoint()))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.INVALID);
              assertThat(e.getMessage()).startsWith("the origin's answer is not valid HTTP: ");
            });
  }

  private static final Map<String, Wrong> ON_THE_CONNECTION =
      Map.of(
          "an even stream", c -> c.headers(2, true, OK),
          "a stream that was not opened", c -> c.headers(3, true, OK),
          "stream 0", c -> c.headers(0, true, OK),
          "a push", c -> c.frame(5, 4, 1, new byte[] {0, 0, 0, 2}),
          "a frame that is too long", c -> c.frame(DATA, 0, 1, new byte[16_385]),
          "a broken block", c -> c.frame(HEADERS, 5, 1, new byte[] {(byte) 0xff, (byte) 0xff}),
          "a frame within a header block",
              c -> c.frame(HEADERS, 0, 1, new byte[0]).data(1, true, "x"),
          "the window of the connection by nothing", c -> c.frame(WINDOW_UPDATE, 0, 0),
          "too large a window of the connection", c -> c.frame(WINDOW_UPDATE, 0, Integer.MAX_VALUE),
          "a setting that cannot be", c -> c.settings(4, -1));

  static Stream<String> onTheConnection() {
    return ON_THE_CONNECTION.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("onTheConnection")
  void whatNoOriginMaySendEndsTheConnection(String what) throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          if (number == 1) {
            connection.next(HEADERS);
            ON_THE_CONNECTION.get(what).send(connection);
            awaitGoAway(connection);
          }
          RawHttp2Origin.answerAll(connection, "fine");
        });
    assertInvalid(origin);
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(2);
  }

  private static void awaitGoAway(RawHttp2 connection) throws IOException {
    assertThat(connection.next(GOAWAY).number(4)).isPositive();
  }

  @Test
  void contentThatIsCutNeverLooksWhole() throws Exception {
    Map<String, Wrong> cuts =
        Map.of(
            "reset", c -> c.frame(RST_STREAM, 1, 2),
            "reset without an error", c -> c.frame(RST_STREAM, 1, 0),
            "the connection", RawHttp2::endOutput,
            "less than declared", c -> c.data(1, true, ""),
            "more than declared", c -> c.data(1, true, "0123456789"),
            "trailers that do not end", c -> c.headers(1, false, "x", "1"),
            "trailers with a status", c -> c.headers(1, true, ":status", "200"));
    for (Map.Entry<String, Wrong> cut : cuts.entrySet()) {
      RawHttp2Origin origin =
          origin((connection, number) -> {
            connection.welcome().next(HEADERS);
            connection.headers(1, false, ":status", "200", "content-length", "10");
            connection.data(1, false, "hell");
            cut.getValue().send(connection);
            connection.endCode();
          });
      OriginAnswer answer = send(origin.endpoint(), get("/"));
      assertThat(answer.body().length()).isEqualTo(10);
      assertThatThrownBy(() -> text(answer))
          .as(cut.getKey())
          .isInstanceOf(
              cut.getKey().startsWith("reset") || cut.getKey().startsWith("the")
                  ? IOException.class
                  : ProtocolException.class);
    }
  }

  @Test
  void moreContentThanTheWindowHasRoomForIsRefused() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome().next(HEADERS);
          connection.headers(1, false, ":status", "200");
          for (int i = 0; i < 17; i++) {
            connection.data(1, false, "x".repeat(16_384));
          }
          connection.next(RST_STREAM);
          note("reset");
          RawHttp2Origin.answerAll(connection, "fine");
        });
    OriginAnswer answer = send(origin.endpoint(), get("/"));
    assertThat(noted()).isEqualTo("reset");
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThatThrownBy(() -> text(answer)).isInstanceOf(ProtocolException.class);
  }
}
