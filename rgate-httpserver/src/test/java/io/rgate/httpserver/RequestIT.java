package io.rgate.httpserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests are taken from the wire, one behind the other. */
class RequestIT extends OverTheWire {
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String EXPECTING = POST + "Expect: 100-Continue\r\nContent-Length: ";

  private final BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();

  private static void answerPath(HttpExchange exchange) throws IOException {
    answer(exchange, exchange.getRequestURI().toString());
  }

  /** Answers in any case, and notes what reading the content brought about. */
  private void answerWhateverComes(HttpExchange exchange) throws IOException {
    Throwable failure = catchThrowable(() -> exchange.getRequestBody().readAllBytes());
    if (failure != null) {
      thrown.add(failure);
    }
    answerOk(exchange);
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void requestsInOnePacketAreAnsweredInTheirOrder() throws Exception {
    serve(RequestIT::answerPath);
    Wire client = client().send(get("/1") + get("/2") + get("/3") + get("/4").substring(0, 9));
    assertThat(client.response().content()).isEqualTo("/1");
    assertThat(client.response().content()).isEqualTo("/2");
    assertThat(client.response().content()).isEqualTo("/3");
    assertThat(client.send(get("/4").substring(9)).response().content()).isEqualTo("/4");
  }

  @Test
  void manyRequestsMayComeBeforeTheFirstAnswerIsRead() throws Exception {
    serve(OverTheWire::echo);
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      requests.append(POST).append("Content-Length: 4\r\n\r\n").append(1000 + i);
    }
    Wire client = client().send(requests.toString());
    for (int i = 0; i < 500; i++) {
      assertThat(client.response().content()).isEqualTo("" + (1000 + i));
    }
  }

  @Test
  void aRequestMayComeByteByByte() throws Exception {
    serve(OverTheWire::echo);
    Wire client = client();
    for (int round = 0; round < 2; round++) {
      for (char c : (CHUNKED + "3\r\nabc\r\n0\r\n\r\n").toCharArray()) {
        client.send("" + c);
      }
      assertThat(client.response().content()).isEqualTo("abc");
    }
  }

  @Test
  void anEmptyLineBeforeARequestIsPassedOver() throws Exception {
    serve(RequestIT::answerPath);
    Wire client = client().send("\r\n" + get("/1") + "\r\n" + get("/2"));
    assertThat(client.response().content()).isEqualTo("/1");
    assertThat(client.response().content()).isEqualTo("/2");
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /\r\n\r\n', 400",
    "'\r\n\r\nGET / HTTP/1.1\r\n\r\n', 400",
    "'GET / HTTP/2.0\r\n\r\n', 505",
    "'GET /{ HTTP/1.1\r\n\r\n', 400",
    "'GET / HTTP/1.1\r\nX : y\r\n\r\n', 400",
    "'POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n', 501",
  })
  void whatIsNoRequestIsAnsweredAndTheLast(String request, int status) throws Exception {
    serve(OverTheWire::answerOk);
    Wire client = client().send(request.translateEscapes() + GET + "x".repeat(100_000));
    Response response = client.response();
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(response.content()).isEqualTo(ResponseHead.reason(status) + "\n");
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 11\r\n\r\nhello world",
        "Content-Length: 0\r\n\r\n",
        "\r\n",
        "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0006\r\n world\r\n000\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nB;a\r\nhello world\r\n0 ; b=\"c\"\r\nX: y\r\nZ:\r\n\r\n",
      })
  void contentIsReadToItsEndAndNoFurther(String content) throws Exception {
    serve(OverTheWire::echo);
    Wire client = client().send(POST + content + POST + content);
    String expected = content.contains("hello") ? "hello world" : "";
    assertThat(client.response().content()).isEqualTo(expected);
    assertThat(client.response().content()).isEqualTo(expected);
  }

  @Test
  void largeContentIsReadWhole() throws Exception {
    serve(OverTheWire::echo);
    String content = "0123456789abcdef".repeat(65_536);
    Wire client = client();
    client.send(POST + "Content-Length: 1048576\r\n\r\n" + content);
    assertThat(client.response().content().equals(content)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 50000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nC350\r\n"})
  void smallContentThatNobodyReadsIsPassedOver(String frame) throws Exception {
    serve(OverTheWire::answerOk);
    Wire client = client().send(POST + frame);
    assertThat(client.response().all("Connection")).isEmpty();
    String end = frame.contains("chunked") ? "\r\n0\r\n\r\n" : "";
    client.send("x".repeat(50_000) + end + GET);
    assertThat(client.response().content()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: close\r\n"})
  void largeContentThatNobodyReadsEndsTheConnectionWithoutAReset(String field) throws Exception {
    serve(OverTheWire::answerOk);
    Wire client = client().send(POST + field + "Content-Length: 300000\r\n\r\n");
    assertThat(client.response().content()).isEqualTo("ok");
    client.send("x".repeat(300_000)).send(GET).endOutput();
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 5\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"})
  void contentThatBreaksOffIsAFailureForItsReader(String content) throws Exception {
    serve(this::answerWhateverComes);
    Wire client = client().send(POST + content);
    client.endOutput();
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
    assertThat(thrown).hasSize(1).first().isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n0\r\n\r\n",
        "3\r\nabc\r\n\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "x\r\n0\r\n\r\n",
        "3 x\r\nabc\r\n0\r\n\r\n",
        "3;\u0001\r\nabc\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "0\r\nno field\r\n\r\n",
        "0\nX: y\n\n",
      })
  void behindABrokenChunkThereIsNoOtherRequest(String chunks) throws Exception {
    serve(this::answerWhateverComes);
    Wire client = client().send(CHUNKED + chunks + GET);
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
    assertThat(thrown).hasSize(1).first().isInstanceOf(BadRequestException.class);
  }

  @Test
  void brokenContentThatNobodyReadsEndsTheConnectionWithoutAReset() throws Exception {
    serve(OverTheWire::answerOk);
    Wire client = client().send(CHUNKED + "x\r\n" + "y".repeat(100_000));
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void tooManyTrailersAreRefused() throws Exception {
    serve(this::answerWhateverComes);
    Wire client = client().send(CHUNKED + "0\r\n" + "X: y\r\n".repeat(101) + "\r\n" + GET);
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
    assertThat(thrown).hasSize(1).first().isInstanceOf(BadRequestException.class);
  }

  @Test
  void aClientThatWaitsIsInvitedOnceWhenItsContentIsWanted() throws Exception {
    BlockingQueue<String> read = new LinkedBlockingQueue<>();
    serve(exchange -> {
      for (int i = 0; i < 3; i++) {
        read.add(new String(exchange.getRequestBody().readNBytes(2), ISO_8859_1));
      }
      answerOk(exchange);
    });
    Wire client = client().send(EXPECTING + "6\r\n\r\n");
    assertThat(client.response().head()).startsWith("HTTP/1.1 100 Continue\r\n");
    for (String part : new String[] {"ab", "cd", "ef"}) {
      client.send(part);
      assertThat(read.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(part);
    }
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.send(GET).head()).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void aClientThatWaitsForNothingIsTold() throws Exception {
    serve(OverTheWire::answerOk);
    Wire client = client().send(EXPECTING + "6\r\n\r\n");
    Response response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    // It may send its content now, or another request: nobody could tell which.
    assertThat(response.field("Connection")).isEqualTo("close");
    client.send(GET);
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aClientOf10IsNotInvited() throws Exception {
    serve(OverTheWire::echo);
    String request = (EXPECTING + "3\r\n\r\n").replace("1.1", "1.0");
    Wire client = client().send(request).send("abc");
    assertThat(client.response().status()).isEqualTo(200);
  }
}
