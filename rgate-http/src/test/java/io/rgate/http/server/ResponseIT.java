package io.rgate.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.testkit.transport.RawMessage;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseIT extends OverTheWire {
  private static final String KEEP_ALIVE_10 = "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
  private static final int LARGE = 8 * 1024 * 1024;

  private static Script sending(int status, long length, String content, String... fields) {
    return exchange -> {
      byte[] bytes = content.getBytes(ISO_8859_1);
      ResponseContent out = exchange.respond(status, Fields.of(fields), length);
      out.write(bytes, 0, bytes.length);
      out.end();
    };
  }

  private static String bare(String head) {
    return head.replaceAll("Date: [^\r]*\r\n", "");
  }

  /** A text in which no part is where another one could be. */
  private static String large() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < LARGE; i++) {
      text.append(i).append(' ');
    }
    return text.substring(0, LARGE);
  }

  @Test
  void aKnownLengthIsDeclared() throws Exception {
    serve(sending(200, 3, "abc", "content-length", "9", "transfer-encoding", "x", "X-a", "1"));
    RawConnection client = client().send(GET + GET);
    String expected = "HTTP/1.1 200 OK\r\nX-a: 1\r\nContent-Length: 3\r\n\r\n";
    for (int i = 0; i < 2; i++) {
      assertThat(bare(client.head())).isEqualTo(expected);
      assertThat(client.text(3)).isEqualTo("abc");
    }
  }

  @Test
  void anUnknownLengthMakesChunks() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      out.write("abcdefghijklmnop".getBytes(ISO_8859_1), 0, 16);
      out.write(new byte[0], 0, 0);
      out.transfer(new ByteArrayInputStream(new byte[] {'q'}), 1);
      assertThat(out.transfer(new ByteArrayInputStream(new byte[0]), 1)).isEqualTo(-1);
      out.end(Fields.of("Checksum", "1"));
    });
    RawConnection client = client().send(GET + GET);
    String expected = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(bare(client.head())).isEqualTo(expected);
    String chunks = "10\r\nabcdefghijklmnop\r\n1\r\nq\r\n0\r\nChecksum: 1\r\n\r\n";
    assertThat(client.text(chunks.length())).isEqualTo(chunks);
    assertThat(bare(client.head())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"200, 3, 3", "200, -1, ''", "200, 0, 0", "304, 3, 3", "304, -1, ''"})
  void theResponseToHeadHasNoContent(int status, long length, String declared) throws Exception {
    serve(sending(status, length, ""));
    RawConnection client = client().send(HEAD + HEAD);
    RawMessage response = client.response("HEAD");
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("Content-Length")).isEqualTo(declared);
    assertThat(response.all("Transfer-Encoding")).isEmpty();
    assertThat(client.response("HEAD").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"204, 0, ''", "204, 3, ''", "205, 3, 0", "304, 0, 0", "304, -1, ''", "304, 3, 3"})
  void someStatusesHaveNoContent(int status, long length, String declared) throws Exception {
    serve(sending(status, length, ""));
    RawConnection client = client().send(GET + GET);
    for (int i = 0; i < 2; i++) {
      RawMessage response = client.response();
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.field("Content-Length")).isEqualTo(declared);
      assertThat(response.all("Transfer-Encoding")).isEmpty();
    }
  }

  @Test
  void aClientOf10GetsOneResponse() throws Exception {
    serve(sending(200, 3, "abc"));
    RawConnection client = client().send(GET_10 + GET_10);
    RawMessage response = client.response();
    assertThat(response.content()).isEqualTo("abc");
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aClientOf10ThatAsksForItGetsMore() throws Exception {
    serve(sending(200, 3, "abc"));
    RawConnection client = client().send(KEEP_ALIVE_10 + KEEP_ALIVE_10);
    RawMessage response = client.response();
    assertThat(response.content()).isEqualTo("abc");
    assertThat(response.field("Connection")).isEqualTo("keep-alive");
    assertThat(client.response().content()).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {GET_10, KEEP_ALIVE_10})
  void anUnknownLengthEndsAConnectionOf10(String request) throws Exception {
    serve(sending(200, -1, "abc"));
    RawMessage response = ask(request + request);
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(response.all("Transfer-Encoding")).isEmpty();
    assertThat(response.all("Content-Length")).isEmpty();
    assertThat(response.content()).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "Close", "x, close"})
  void aServiceMayEndTheConnection(String option) throws Exception {
    serve(sending(200, 0, "", "Connection", option));
    RawConnection client = client().send(GET + GET);
    assertThat(client.response().field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aClientMayEndTheConnection() throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = client().send(POST + "Connection: x, close\r\n\r\n" + GET);
    assertThat(client.response().field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {LARGE, -1})
  void aLargePieceArrivesWhole(long length) throws Exception {
    String content = large();
    serve(sending(200, length, content));
    RawConnection client = client();
    assertThat(client.send(GET).response().content().equals(content)).isTrue();
    assertThat(client.send(GET).response().content().equals(content)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"300000, true", "-1, true", "300000, false", "-1, false"})
  void manySmallPiecesArriveInTheirOrder(long length, boolean transferred) throws Exception {
    byte[] content = large().substring(0, 300_000).getBytes(ISO_8859_1);
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, length);
      ByteArrayInputStream in = new ByteArrayInputStream(content);
      for (int from = 0; from < content.length; from += 7) {
        int count = Math.min(7, content.length - from);
        if (transferred) {
          assertThat(out.transfer(in, count)).isEqualTo(count);
        } else {
          out.write(content, from, count);
        }
      }
      out.end();
    });
    assertThat(ask(GET).content()).isEqualTo(new String(content, ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_900, 2_048, 2_049, 10_000, 32_768, 131_072, 131_073})
  void contentOfAnySizeComesBehindItsHead(int size) throws Exception {
    String content = large().substring(0, size);
    serve(exchange -> {
      boolean chunked = exchange.head().target().equals("/chunked");
      ResponseContent out = exchange.respond(200, Fields.EMPTY, chunked ? -1 : size);
      ByteArrayInputStream in = new ByteArrayInputStream(content.getBytes(ISO_8859_1));
      for (int left = size; left > 0; ) {
        left -= out.transfer(in, left);
      }
      out.end();
    });
    RawConnection client = client().send(GET + GET.replace("/ ", "/chunked ") + GET);
    for (int i = 0; i < 3; i++) {
      assertThat(client.response().content()).isEqualTo(content);
    }
  }

  @Test
  void whatIsFlushedIsSentBeforeTheEnd() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, -1);
      out.write(new byte[] {'x'}, 0, 1);
      out.flush();
      byte[] rest = content(exchange).getBytes(ISO_8859_1);
      out.write(rest, 0, rest.length);
      out.end();
    });
    RawConnection client = client().send(POST + "Content-Length: 2\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(client.text(6)).isEqualTo("1\r\nx\r\n");
    assertThat(client.send("ab").text(12)).isEqualTo("2\r\nab\r\n0\r\n\r\n");
  }

  @Test
  void whatIsTooShortOrTooLongIsCutAndSaidToTheService() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, 3);
      if (exchange.head().target().equals("/long")) {
        assertThatThrownBy(() -> out.write(new byte[4], 0, 4)).isInstanceOf(IOException.class);
      } else {
        out.write(new byte[2], 0, 2);
      }
      assertThatThrownBy(out::end).isInstanceOf(IOException.class);
    });
    assertThatThrownBy(() -> ask(GET)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ask(GET.replace("/ ", "/long "))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {GET, GET_10})
  void anAbortedResponseNeverLooksWhole(String request) throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, -1);
      out.write(new byte[] {'x'}, 0, 1);
      out.flush();
      exchange.content().stream().read();
      exchange.abort();
      exchange.abort();
    });
    RawConnection client =
        client()
            .send(
                request.replace("GET", "POST").replace("\r\n\r\n", "\r\nContent-Length: 1")
                    + "\r\n\r\n");
    client.head();
    client.send("x");
    if (request.equals(GET)) {
      assertThat(client.rest()).isEqualTo("1\r\nx\r\n");
    } else {
      assertThatThrownBy(client::rest).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aResponseIsDatedUnlessItHasADate() throws Exception {
    serve(OverTheWire::answerOk);
    Instant date =
        ZonedDateTime.parse(ask(GET).field("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(Duration.between(date, Instant.now()).abs()).isLessThan(PATIENCE);
    String own = "Sun, 06 Nov 1994 08:49:37 GMT";
    serve(sending(200, 0, "", "date", own));
    assertThat(ask(GET).all("Date")).containsExactly(own);
  }

  private static void hint(Exchange exchange) throws IOException {
    exchange.inform(103, Fields.of("Link", "</a.css>; rel=preload"));
    answerOk(exchange);
  }

  @Test
  void anInterimResponseComesBeforeTheFinalOne() throws Exception {
    serve(ResponseIT::hint);
    RawConnection client = client().send(GET + GET);
    RawMessage interim = client.response();
    assertThat(interim.status()).isEqualTo(103);
    assertThat(interim.field("Link")).isEqualTo("</a.css>; rel=preload");
    RawMessage response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.all("Link")).isEmpty();
    assertThat(client.response().status()).isEqualTo(103);
    assertThat(ask(GET_10).status()).isEqualTo(200);
  }

  @Test
  void fieldsKeepOrderCaseAndRepetition() throws Exception {
    serve(sending(299, 0, "", "x-B", "\u00e4", "X-a", "1", "x-A", "2"));
    assertThat(ask(GET).head())
        .startsWith("HTTP/1.1 299 \r\nx-B: \u00e4\r\nX-a: 1\r\nx-A: 2\r\nDate: ");
  }
}
