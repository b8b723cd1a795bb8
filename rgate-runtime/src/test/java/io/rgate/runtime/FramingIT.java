package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.runtime.discovery.StaticDiscovery;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 7 to 12 of docs/conformance.md: what tells where a request ends. */
class FramingIT extends OverTheWire {
  /** Would be run if the gateway ended the request before it earlier than the sender meant. */
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  private RawOrigin origin;

  @BeforeEach
  void start() throws Exception {
    origin = answering(OK);
    gateway(origin);
  }

  private static String post(String rest) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + rest;
  }

  /** The first answer has that status, and nothing behind the request was taken for another one. */
  private void refused(int status, String request) throws Exception {
    try (Wire client = client()) {
      assertThat(client.send(request + SMUGGLED).response().status()).isEqualTo(status);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(origin.requests()).noneMatch(seen -> seen.head().contains("smuggled"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+5", "-0", "-1", "0x5", "5,5", "5 5", "", " ", "a", "99999999999999999999"})
  void case07ALengthThatIsNotOnePlainNumberIsRefused(String length) throws Exception {
    refused(400, post("Content-Length: " + length + "\r\n\r\nhello"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "6"})
  void case07TwoLengthsAreRefusedEvenIfTheyAgree(String second) throws Exception {
    refused(400, post("Content-Length: 5\r\nContent-Length: " + second + "\r\n\r\nhello"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 5~Transfer-Encoding: chunked | 400",
        "Transfer-Encoding: chunked~Content-Length: 5 | 400",
        "Transfer-Encoding: chunked~Transfer-Encoding: chunked | 400",
        "Transfer-Encoding: gzip, chunked | 501",
        "Transfer-Encoding: chunked, identity | 400",
        "Transfer-Encoding: xchunked | 400",
        "Transfer-Encoding: | 400",
        "Transfer-Encoding : chunked | 400"
      })
  void case08AmbiguousOrUnknownCodingsAreRefused(String fields, int status) throws Exception {
    // The JDK's server has a 501 of its own for whatever is not chunked alone.
    boolean own = kind.isJdkServer() && !fields.contains("Length") && !fields.contains(" :");
    refused(own ? 501 : status, post(fields.replace("~", "\r\n") + "\r\n\r\n0\r\n\r\n"));
  }

  @Test
  void case08ATransferCodingInHttp10IsRefused() throws Exception {
    refused(400, "POST / HTTP/1.0\r\n" + CHUNKED + "0\r\n\r\n");
  }

  @Test
  void case09ChunkExtensionsAreLeftOut() throws Exception {
    assertThat(ask(post(CHUNKED + "3;a=b\r\nabc\r\n0;c\r\n\r\n")).status()).isEqualTo(200);
    Message request = origin.request();
    assertThat(request.text()).isEqualTo("abc");
    request.requireWhole();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x3\r\nabc\r\n0\r\n\r\n",
        "g\r\nabc\r\n0\r\n\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabc0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "3\nabc\n0\n\n"
      })
  void case09ABrokenChunkIsNeverTheEndOfARequest(String chunks) throws Exception {
    refused(400, post(CHUNKED + chunks));
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffff", "100000003"})
  void case09AHugeChunkThatDoesNotComeIsNoWholeRequest(String size) throws Exception {
    Wire client = client().send(post(CHUNKED + size + "\r\nabc\r\n0\r\n\r\n"));
    client.endOutput();
    String answer = client.rest();
    eventually("the exchange is over", () -> openExchanges() == 0);
    if (kind.isJdkServer() && size.equals("100000003")) {
      // It keeps the size in an int. What goes on is framed anew, so both sides agree all the same.
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(origin.request().text()).isEqualTo("abc");
    } else {
      assertThat(answer).doesNotStartWith("HTTP/1.1 200 ");
      assertThat(origin.requests()).noneMatch(Message::whole);
    }
  }

  @Test
  void case09AnEmptySizeIsRefusedExceptByTheJdksServerWhichTakesItForTheLastChunk()
      throws Exception {
    String request = post(CHUNKED + "3\r\nabc\r\n\r\n\r\n");
    if (kind.isJdkServer()) {
      assertThat(ask(request).status()).isEqualTo(200);
      assertThat(origin.request().text()).isEqualTo("abc");
    } else {
      refused(400, request);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5\r\nab", "2\r\nab\r\n", "2\r\nab", "2"})
  void case09AnEarlyEndIsNotPassedOnAsAWholeRequest(String chunks) throws Exception {
    Wire client = client().send(post(CHUNKED + chunks));
    client.endOutput();
    client.rest();
    eventually("the exchange is over", () -> openExchanges() == 0);
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n\r\n", "Content-Length: 0\r\n\r\n"})
  void case10TrailersThatMayBeArriveOrEndTheConnection(String trailers) throws Exception {
    String request = post(CHUNKED + "3\r\nabc\r\n0\r\n" + trailers);
    if (kind.isJdkServer()) {
      refused(400, request);
      assertThat(origin.requests()).noneMatch(Message::whole);
      return;
    }
    Wire client = client().send(request + LAST_GET);
    assertThat(client.response().status()).isEqualTo(200);
    Message seen = origin.request();
    assertThat(seen.text()).isEqualTo("abc");
    seen.requireWhole();
    assertThat(seen.has("X")).isFalse();
    assertThat(seen.trailers()).isEqualTo(trailers.startsWith("X") ? List.of("X: y") : List.of());
    // They end where they end: what follows is a request of its own.
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(origin.request().startLine()).startsWith("GET / ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X\r\n\r\n", "X : y\r\n\r\n", " y\r\n\r\n", "X: y\n\n"})
  void case10WhatIsNoTrailerIsNeverTheEndOfARequest(String trailers) throws Exception {
    refused(400, post(CHUNKED + "3\r\nabc\r\n0\r\n" + trailers));
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @Test
  void case10TrailersBehindContentThatNobodyReadsEndItToo() throws Exception {
    closeAll();
    gateway(builder(Forwarding.DEFAULT).discovery(new StaticDiscovery(List.of())));
    Wire client = client().send(post(CHUNKED + "3\r\nabc\r\n0\r\nX: y\r\n\r\n" + SMUGGLED));
    assertThat(client.response().status()).isEqualTo(503);
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\u0001b", "a\u001bb", "a\u007fb"})
  void case11ControlsInAValueAreRefused(String value) throws Exception {
    refused(400, "GET / HTTP/1.1\r\nHost: a\r\nX: " + value + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e4", "a\u00ffb", "Jos\u00c3\u00a9"})
  void case11WhatIsNotAsciiInAValueIsForwardedByteForByte(String value) throws Exception {
    Message response = ask("GET / HTTP/1.1\r\nHost: a\r\nX: " + value + "\r\n\r\n");
    if (kind.isJdkClient()) {
      assertThat(response.status()).as("it would send question marks").isEqualTo(400);
      return;
    }
    assertThat(response.status()).isEqualTo(200);
    assertThat(origin.request().first("X")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X : y", "X\u0000: y", "X(: y", ": y", "X", "\u00e4: y"})
  void case11ANameThatIsNoTokenIsRefused(String line) throws Exception {
    refused(400, "GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n");
  }

  @Test
  void case11FoldedLinesArriveAsOneOrAreRefused() throws Exception {
    String request = "GET / HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\nY: z\r\n\r\n";
    if (!kind.isJdkServer()) {
      refused(400, request);
      return;
    }
    ask(request);
    Message seen = origin.request();
    assertThat(seen.first("X")).matches("one +two");
    assertThat(seen.first("Y")).isEqualTo("z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: one\nY: two\r\n", "X: one\rY: two\r\n"})
  void case11ABareCrOrLfIsRefusedExceptByTheJdksServerWhichEndsTheFieldThere(String fields)
      throws Exception {
    String request = "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    if (!kind.isJdkServer()) {
      refused(400, request);
      return;
    }
    ask(request);
    Message seen = origin.request();
    assertThat(seen.all("X")).containsExactly("one");
    assertThat(seen.all("Y")).containsExactly("two");
  }

  @Test
  void case12TooManyOrTooLargeFieldsGet431() throws Exception {
    refused(431, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(100) + "\r\n");
    refused(431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(65_536) + "\r\n\r\n");
  }

  @Test
  void case12ATargetThatIsTooLongGets414() throws Exception {
    refused(414, "GET /" + "a".repeat(8_192) + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  @Test
  void case12WhatIsWithinTheLimitsGoesThrough() throws Exception {
    String fields = "X: y\r\n".repeat(80) + "Y: " + "y".repeat(60_000) + "\r\n";
    String request = "GET /" + "a".repeat(8_000) + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    assertThat(ask(request).status()).isEqualTo(200);
    assertThat(origin.request().all("X")).hasSize(80);
  }

  @Test
  void case12BeyondItsOwnBoundTheServerEndsTheConnection() throws Exception {
    Wire client = client();
    String head = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(140_000) + "\r\n\r\n";
    Thread.ofVirtual().start(() -> sendQuietly(client, head));
    if (kind.isJdkServer()) {
      assertThat(client.rest()).isEmpty();
    } else {
      assertThat(client.response().status()).isEqualTo(431);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(origin.requests()).isEmpty();
  }

  private static void sendQuietly(Wire client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      // The connection is cut while it is written to: that is what is waited for.
      assertThat(e).isNotNull();
    }
  }
}
