package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.rgate.api.Limits;
import io.rgate.http.server.HeadReader.Received;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {
  private static final String LINE = "GET / HTTP/1.1\r\n";
  private static final Limits LIMITS =
      new Limits(150, 90_000, 20_000, Limits.DEFAULT.requestHead(), Limits.DEFAULT.clientIdle());

  private static Received read(String text) throws IOException {
    return new HeadReader(Pieces.of(text, Integer.MAX_VALUE), LIMITS).read();
  }

  private static void refused(int status, String text) {
    assertThatThrownBy(() -> read(text))
        .asInstanceOf(type(MalformedException.class))
        .extracting(MalformedException::status)
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 2_047, 2_048, 100_000})
  void headsAreTheSameInPiecesOfAnySize(int piece) throws Exception {
    String value = "x".repeat(5_000);
    String text = "PUT /a?b HTTP/1.1\r\nX-a: " + value + "\r\nx-A:\t1 2 \r\nY:\r\n\r\n";
    Input in = Pieces.of("\r\n" + text + text, piece);
    HeadReader reader = new HeadReader(in, LIMITS);
    for (int i = 0; i < 2; i++) {
      Received received = reader.read();
      assertThat(received.head().method()).isEqualTo("PUT");
      assertThat(received.head().target()).isEqualTo("/a?b");
      assertThat(received.head().protocol()).isEqualTo("HTTP/1.1");
      assertThat(received.head().fields()).hasToString("X-a: " + value + "\nx-A: 1 2\nY: \n");
      assertThat(received.framing()).isZero();
    }
    assertThat(in.buffered()).isZero();
    assertThat(in.fill()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, '', true",
    "1.1, close, false",
    "1.1, CLOSE, false",
    "1.1, 'a, close', false",
    "1.1, closed, true",
    "1.1, keep-alive, true",
    "1.0, '', false",
    "1.0, keep-alive, true",
    "1.0, 'a,Keep-Alive', true",
    "1.0, 'keep-alive, close', false",
  })
  void theClientSaysWhetherItGoesOn(String version, String options, boolean persistent)
      throws Exception {
    String field = options.isEmpty() ? "" : "Connection: " + options + "\r\n";
    Received received = read("GET / HTTP/" + version + "\r\n" + field + "\r\n");
    assertThat(received.persistent()).isEqualTo(persistent);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, Content-Length: 0, 0",
    "1.1, content-length:  007 , 7",
    "1.1, Content-Length: 999999999999999999, 999999999999999999",
    "1.0, Content-Length: 7, 7",
    "1.1, Transfer-Encoding: Chunked, -1",
    "1.1, Content-Lengths: 7, 0",
  })
  void theFrameOfTheContentIsKnown(String version, String field, long length) throws Exception {
    Received received = read("POST / HTTP/" + version + "\r\n" + field + "\r\n\r\n");
    assertThat(received.framing()).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, Expect: 100-continue, true",
    "1.1, expect: 100-CONTINUE, true",
    "1.1, Expect: other, false",
    "1.1, Except: 100-continue, false",
    "1.0, Expect: 100-continue, false",
  })
  void anExpectationIsKnown(String version, String field, boolean expects) throws Exception {
    Received received = read("POST / HTTP/" + version + "\r\n" + field + "\r\n\r\n");
    assertThat(received.expectsContinue()).isEqualTo(expects);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.0, HTTP/1.0",
    "HTTP/1.1, HTTP/1.1",
    "HTTP/1.2, HTTP/1.1",
    "HTTP/1.9, HTTP/1.1"
  })
  void anyMinorVersionButZeroIsTakenFor11(String said, String taken) throws Exception {
    assertThat(read("GET / " + said + "\r\n\r\n").head().protocol()).isEqualTo(taken);
  }

  @Test
  void whatBrowsersReallySendIsTakenAsItStands() throws Exception {
    String target = "/a|{b}[c]\"^`\\?x=%&y=%zz";
    Received received = read("GET " + target + " HTTP/1.1\r\nCookie: n=Jos\u00e9\r\n\r\n");
    assertThat(received.head().target()).isEqualTo(target);
    assertThat(received.head().fields().get("Cookie")).isEqualTo("n=Jos\u00e9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        " / HTTP/1.1\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "GET / a HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "GET /\rb HTTP/1.1\r\n\r\n",
        "GET /\u00e4 HTTP/1.1\r\n\r\n",
        "GET /\u007f HTTP/1.1\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\n\r\n",
        "\r\n\r\n" + LINE + "\r\n",
      })
  void whatIsNoRequestLineIsRefused(String text) {
    refused(400, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001",
        "\u0000",
        "GE(",
        "{",
        "GETGETGETGETGETGETGETGETGET" + "GETGETGETGETGETGETGETGETGETGETGETGETGETGETGET",
        "\n"
      })
  void whatCannotBeARequestIsRefusedBeforeItsLineIsWhole(String text) {
    refused(400, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HT", LINE, "\r"})
  void aHeadMayBreakOff(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/2", "HTTP/0.9", "http/1.1", "HTTP/1.10", ""})
  void otherVersionsAreRefused(String version) {
    refused(505, "GET / " + version + "\r\n\r\n");
    refused(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X",
        ":",
        ": y",
        "X : y",
        "X\t: y",
        " X: y",
        "(: y",
        "\u00e4: y",
        "X: a\u0000",
        "X: a\u007f",
        "X: a\rb",
        "X: a\nY: b",
        "X: a\r\n b",
        "Content-Length: -1",
        "Content-Length: +1",
        "Content-Length: 1,1",
        "Content-Length:",
        "Content-Length: 1000000000000000000",
        "Content-Length: \u0661",
        "Content-Length: 1\r\nContent-Length: 1",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding:",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
      })
  void whatCouldBeReadInTwoWaysIsRefused(String fields) {
    refused(400, LINE + fields + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "gzip\r\nTransfer-Encoding: chunked", "x, y, Chunked"})
  void otherCodingsBeforeChunkedAreNotKnown(String coding) {
    refused(501, LINE + "Transfer-Encoding: " + coding + "\r\n\r\n");
  }

  @Test
  void noCodingGoesWithHttp10() {
    refused(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  @Test
  void whatIsTooLargeIsRefused() {
    refused(414, "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n");
    refused(414, "GET /" + "a".repeat(33_000));
    refused(431, LINE + "X: y\r\n".repeat(151) + "\r\n");
    refused(431, LINE + "X: " + "y".repeat(132_000) + "\r\n\r\n");
    refused(431, LINE + "X: " + "y".repeat(132_000));
    refused(431, LINE + ("X: " + "y".repeat(30_000) + "\r\n").repeat(5) + "\r\n");
    refused(431, LINE + "X: " + "y".repeat(90_000) + "\r\n\r\n");
  }

  @Test
  void whatIsNotTooLargeIsTaken() throws Exception {
    Received received =
        read("GET /" + "a".repeat(19_999) + " HTTP/1.1\r\n" + "X: y\r\n".repeat(150) + "\r\n");
    assertThat(received.head().target()).hasSize(20_000);
    assertThat(received.head().fields().size()).isEqualTo(150);
    assertThat(read(LINE + "X: \t " + "y".repeat(89_999) + "\r\n\r\n").head().fields().get("X"))
        .hasSize(89_999);
  }
}
