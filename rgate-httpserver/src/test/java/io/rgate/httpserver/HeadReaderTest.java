package io.rgate.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {
  private static final String LINE = "GET / HTTP/1.1\r\n";

  private static RequestHead read(String text) throws IOException {
    return HeadReader.read(new Input(Channels.giving(text, Integer.MAX_VALUE)));
  }

  private static void refused(int status, String text) {
    assertThatThrownBy(() -> read(text))
        .asInstanceOf(type(BadRequestException.class))
        .extracting(BadRequestException::status)
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 2_047, 2_048, 100_000})
  void headsAreTheSameInPiecesOfAnySize(int piece) throws Exception {
    String value = "x".repeat(5_000);
    String text = "PUT /a?b HTTP/1.1\r\nX-a: " + value + "\r\nx-A:\t1 2 \r\nY:\r\n\r\n";
    Input in = new Input(Channels.giving("\r\n" + text + text, piece));
    for (int i = 0; i < 2; i++) {
      RequestHead head = HeadReader.read(in);
      assertThat(head.method()).isEqualTo("PUT");
      assertThat(head.target()).isEqualTo("/a?b");
      assertThat(head.protocol()).isEqualTo("HTTP/1.1");
      assertThat(head.fields().get("X-a")).containsExactly(value, "1 2");
      assertThat(head.fields().get("Y")).containsExactly("");
      assertThat(head.length()).isZero();
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
    RequestHead head = read("GET / HTTP/" + version + "\r\n" + field + "\r\n");
    assertThat(head.persistent()).isEqualTo(persistent);
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
    RequestHead head = read("POST / HTTP/" + version + "\r\n" + field + "\r\n\r\n");
    assertThat(head.length()).isEqualTo(length);
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
    RequestHead head = read("POST / HTTP/" + version + "\r\n" + field + "\r\n\r\n");
    assertThat(head.expectsContinue()).isEqualTo(expects);
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
        "\r\n\r\n" + LINE + "\r\n",
        "GET / HT",
        LINE,
      })
  void whatIsNoRequestLineIsRefused(String text) {
    refused(400, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/2", "HTTP/0.9", "http/1.1", "HTTP/1.10", ""})
  void otherVersionsAreRefused(String version) {
    refused(505, "GET / " + version + "\r\n\r\n");
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
      })
  void whatCouldBeReadInTwoWaysIsRefused(String fields) {
    refused(400, LINE + fields + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "gzip, chunked",
        "chunked, chunked",
        "",
        "chunked\r\nTransfer-Encoding: chunked"
      })
  void otherCodingsAreRefused(String coding) {
    refused(501, LINE + "Transfer-Encoding: " + coding + "\r\n\r\n");
  }

  @Test
  void noCodingGoesWithHttp10() {
    refused(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  @Test
  void whatIsTooLargeIsRefused() {
    refused(414, "GET /" + "a".repeat(33_000) + " HTTP/1.1\r\n\r\n");
    refused(414, "G".repeat(33_000));
    refused(431, LINE + "X: y\r\n".repeat(201) + "\r\n");
    refused(431, LINE + "X: " + "y".repeat(132_000) + "\r\n\r\n");
    refused(431, LINE + "X: " + "y".repeat(132_000));
    refused(431, LINE + ("X: " + "y".repeat(30_000) + "\r\n").repeat(5) + "\r\n");
  }

  @Test
  void whatIsNotTooLargeIsTaken() throws Exception {
    RequestHead head =
        read("GET /" + "a".repeat(32_000) + " HTTP/1.1\r\n" + "X: y\r\n".repeat(200) + "\r\n");
    assertThat(head.target()).hasSize(32_001);
    assertThat(head.fields().get("X")).hasSize(200);
    assertThat(read(LINE + "X: " + "y".repeat(130_000) + "\r\n\r\n").fields().getFirst("X"))
        .hasSize(130_000);
  }
}
