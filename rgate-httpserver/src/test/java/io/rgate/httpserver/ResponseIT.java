package io.rgate.httpserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How responses look on the wire. */
class ResponseIT extends OverTheWire {
  private static final String KEEP_ALIVE_10 = "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
  private static final int LARGE = 8 * 1024 * 1024;

  /** As the API's lengths: more than 0 exact, 0 unknown, -1 none. */
  private static HttpHandler sending(int status, long length, String content) {
    return exchange -> {
      exchange.sendResponseHeaders(status, length);
      exchange.getResponseBody().write(content.getBytes(ISO_8859_1));
      exchange.close();
    };
  }

  /** A text in which no part is where another one could be. */
  private static String large() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < LARGE; i++) {
      text.append(i).append(' ');
    }
    return text.substring(0, LARGE);
  }

  private static String bare(String head) {
    return head.replaceFirst("Date: [^\r]*\r\n", "");
  }

  @Test
  void aKnownLengthIsDeclared() throws Exception {
    serve(sending(200, 3, "abc"));
    Wire client = client().send(GET + GET);
    String expected = "HTTP/1.1 200 OK\r\nContent-length: 3\r\n\r\n";
    assertThat(bare(client.head())).isEqualTo(expected);
    assertThat(client.text(3)).isEqualTo("abc");
    assertThat(bare(client.head())).isEqualTo(expected);
  }

  @Test
  void howContentIsFramedIsNotForAHandlerToSay() throws Exception {
    HttpHandler abc = sending(200, 3, "abc");
    serve(exchange -> {
      exchange.getResponseHeaders().set("Transfer-Encoding", "chunked");
      exchange.getResponseHeaders().set("Content-Length", "7");
      abc.handle(exchange);
    });
    Wire client = client().send(GET);
    assertThat(bare(client.head())).isEqualTo("HTTP/1.1 200 OK\r\nContent-length: 3\r\n\r\n");
    assertThat(client.text(3)).isEqualTo("abc");
  }

  @Test
  void anUnknownLengthMakesChunks() throws Exception {
    serve(exchange -> {
      exchange.getResponseHeaders().set("Content-Length", "5");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write("abcdefghijklmnop".getBytes(ISO_8859_1), 0, 16);
      out.write(new byte[0]);
      out.write('q');
      out.close();
    });
    Wire client = client().send(GET + GET);
    String expected = "HTTP/1.1 200 OK\r\nTransfer-encoding: chunked\r\n\r\n";
    assertThat(bare(client.head())).isEqualTo(expected);
    String chunks = "10\r\nabcdefghijklmnop\r\n1\r\nq\r\n0\r\n\r\n";
    assertThat(client.text(chunks.length())).isEqualTo(chunks);
    assertThat(bare(client.head())).isEqualTo(expected);
  }

  @Test
  void noContentIsDeclaredToo() throws Exception {
    serve(sending(200, -1, ""));
    Wire client = client().send(GET + GET);
    String expected = "HTTP/1.1 200 OK\r\nContent-length: 0\r\n\r\n";
    assertThat(bare(client.head())).isEqualTo(expected);
    assertThat(bare(client.head())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"200, 3, 3", "200, 0, ''", "200, -1, ''", "304, 3, 3", "304, -1, ''"})
  void theResponseToHeadHasNoContent(int status, long length, String declared) throws Exception {
    serve(exchange -> exchange.sendResponseHeaders(status, length));
    Wire client = client().send(HEAD + HEAD);
    Response response = client.response("HEAD");
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("Content-Length")).isEqualTo(declared);
    assertThat(response.all("Transfer-Encoding")).isEmpty();
    assertThat(client.response("HEAD").head()).isEqualTo(response.head());
  }

  @ParameterizedTest
  @CsvSource({"204, -1, ''", "204, 3, ''", "304, -1, ''", "304, 3, 3"})
  void someStatusesHaveNoContent(int status, long length, String declared) throws Exception {
    serve(exchange -> exchange.sendResponseHeaders(status, length));
    Wire client = client().send(GET + GET);
    Response response = client.response();
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("Content-Length")).isEqualTo(declared);
    assertThat(response.all("Transfer-Encoding")).isEmpty();
    assertThat(client.response().head()).isEqualTo(response.head());
  }

  @Test
  void aClientOf10GetsOneResponse() throws Exception {
    serve(sending(200, 3, "abc"));
    Wire client = client().send(GET_10 + GET_10);
    Response response = client.response();
    assertThat(response.content()).isEqualTo("abc");
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aClientOf10ThatAsksForItGetsMore() throws Exception {
    serve(sending(200, 3, "abc"));
    Wire client = client().send(KEEP_ALIVE_10 + KEEP_ALIVE_10);
    Response response = client.response();
    assertThat(response.content()).isEqualTo("abc");
    assertThat(response.field("Connection")).isEqualTo("keep-alive");
    assertThat(client.response().content()).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {GET_10, KEEP_ALIVE_10})
  void anUnknownLengthEndsAConnectionOf10(String request) throws Exception {
    serve(sending(200, 0, "abc"));
    Response response = ask(request + request);
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(response.all("Transfer-Encoding")).isEmpty();
    assertThat(response.all("Content-Length")).isEmpty();
    assertThat(response.content()).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "Close", "x, close"})
  void aHandlerMayEndTheConnection(String option) throws Exception {
    serve(exchange -> {
      exchange.getResponseHeaders().set("Connection", option);
      answerOk(exchange);
    });
    Wire client = client().send(GET + GET);
    assertThat(client.response().field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aClientMayEndTheConnection() throws Exception {
    serve(OverTheWire::answerOk);
    Wire client = client().send(POST + "Connection: x, close\r\n\r\n" + GET);
    assertThat(client.response().field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {LARGE, 0})
  void aLargePieceArrivesWhole(long length) throws Exception {
    String content = large();
    serve(sending(200, length, content));
    Wire client = client();
    assertThat(client.send(GET).response().content().equals(content)).isTrue();
    assertThat(client.send(GET).response().content().equals(content)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {300_000, 0})
  void manySmallPiecesArriveInTheirOrder(long length) throws Exception {
    String content = large().substring(0, 300_000);
    serve(exchange -> {
      exchange.sendResponseHeaders(200, length);
      try (OutputStream out = exchange.getResponseBody()) {
        for (int from = 0; from < content.length(); from += 7) {
          int to = Math.min(from + 7, content.length());
          out.write(content.substring(from, to).getBytes(ISO_8859_1));
        }
      }
    });
    assertThat(ask(GET).content()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_900, 2_048, 2_049, 10_000, 131_072, 131_073})
  void contentOfAnySizeComesBehindItsHead(int size) throws Exception {
    String content = large().substring(0, size);
    serve(exchange -> answer(exchange, content));
    Wire client = client().send(GET + GET);
    assertThat(client.response().content()).isEqualTo(content);
    assertThat(client.response().content()).isEqualTo(content);
  }

  @Test
  void whatIsFlushedIsSentBeforeTheEnd() throws Exception {
    Object[] told = new Object[1];
    serve(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      told[0] = exchange.getRequestBody().readAllBytes().length;
      exchange.close();
    });
    Wire client = client().send(POST + "Content-Length: 2\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(client.text(6)).isEqualTo("1\r\nx\r\n");
    assertThat(client.send("ab").text(5)).isEqualTo("0\r\n\r\n");
    assertThat(told).containsExactly(2);
  }

  @Test
  void aResponseIsDated() throws Exception {
    serve(OverTheWire::answerOk);
    Instant date =
        ZonedDateTime.parse(ask(GET).field("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(Duration.between(date, Instant.now()).abs()).isLessThan(PATIENCE);
  }

  @Test
  void aDateOfTheHandlersOwnStays() throws Exception {
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    serve(exchange -> {
      exchange.getResponseHeaders().set("date", date);
      answerOk(exchange);
    });
    assertThat(ask(GET).all("Date")).containsExactly(date);
  }

  private static void hint(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Link", "</a.css>; rel=preload");
    exchange.sendResponseHeaders(103, -1);
    exchange.getResponseHeaders().remove("Link");
    answerOk(exchange);
  }

  @Test
  void anInterimResponseComesBeforeTheFinalOne() throws Exception {
    serve(ResponseIT::hint);
    Wire client = client().send(GET + GET);
    Response interim = client.response();
    assertThat(interim.status()).isEqualTo(103);
    assertThat(interim.field("Link")).isEqualTo("</a.css>; rel=preload");
    Response response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.all("Link")).isEmpty();
    assertThat(client.response().status()).isEqualTo(103);
  }

  @Test
  void aClientOf10GetsNoInterimResponse() throws Exception {
    serve(ResponseIT::hint);
    assertThat(ask(GET_10).status()).isEqualTo(200);
  }

  @Test
  void fieldsAreWrittenOneValueALine() throws Exception {
    serve(exchange -> {
      exchange.getResponseHeaders().add("X-a", "1");
      exchange.getResponseHeaders().add("X-a", "2");
      exchange.getResponseHeaders().add("X-b", "\u00e4");
      exchange.sendResponseHeaders(299, -1);
    });
    Response response = ask(GET);
    assertThat(response.head()).startsWith("HTTP/1.1 299 \r\n");
    assertThat(response.all("X-a")).containsExactly("1", "2");
    assertThat(response.field("X-b")).isEqualTo("\u00e4");
  }
}
