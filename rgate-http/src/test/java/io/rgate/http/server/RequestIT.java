package io.rgate.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.rgate.http.wire.StatusLine;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.testkit.transport.RawMessage;
import io.rgate.transport.Exchange;
import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIT extends OverTheWire {
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String EXPECTING = POST + "Expect: 100-Continue\r\nContent-Length: ";

  private final BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();

  /** Answers in any case, and notes what reading the content brought about. */
  private void answerWhateverComes(Exchange exchange) throws IOException {
    Throwable failure = catchThrowable(() -> content(exchange));
    if (failure != null) {
      thrown.add(failure);
    }
    answerOk(exchange);
  }

  private void assertClientIsToBlame() throws Exception {
    assertThat(thrown.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .asInstanceOf(type(RequestContentException.class))
        .extracting(RequestContentException::status)
        .isEqualTo(400);
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void requestsInOnePacketAreAnsweredInTheirOrder() throws Exception {
    serve(OverTheWire::answerTarget);
    RawConnection client =
        client().send(get("/1") + get("/2") + get("/3") + get("/4").substring(0, 9));
    assertThat(client.response().content()).isEqualTo("/1");
    assertThat(client.response().content()).isEqualTo("/2");
    assertThat(client.response().content()).isEqualTo("/3");
    assertThat(client.send(get("/4").substring(9)).response().content()).isEqualTo("/4");
  }

  @Test
  void manyRequestsMayComeBeforeTheFirstAnswerIsRead() throws Exception {
    serve(exchange -> {
      exchange.onGone(() -> thrown.add(new AssertionError("nobody has left")));
      echo(exchange);
    });
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      requests.append(POST).append("Content-Length: 4\r\n\r\n").append(1000 + i);
    }
    RawConnection client = client().send(requests.toString());
    for (int i = 0; i < 500; i++) {
      assertThat(client.response().content()).isEqualTo("" + (1000 + i));
    }
    assertThat(thrown).isEmpty();
  }

  @Test
  void aRequestMayComeByteByByte() throws Exception {
    serve(OverTheWire::echo);
    RawConnection client = client();
    for (int round = 0; round < 2; round++) {
      for (char c : (CHUNKED + "3\r\nabc\r\n0\r\n\r\n").toCharArray()) {
        client.send("" + c);
      }
      assertThat(client.response().content()).isEqualTo("abc");
    }
  }

  @Test
  void anEmptyLineBeforeARequestIsPassedOver() throws Exception {
    serve(OverTheWire::answerTarget);
    RawConnection client = client().send("\r\n" + get("/1") + "\r\n" + get("/2"));
    assertThat(client.response().content()).isEqualTo("/1");
    assertThat(client.response().content()).isEqualTo("/2");
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /\r\n\r\n', 400",
    "'\r\n\r\nGET / HTTP/1.1\r\n\r\n', 400",
    "'GET / HTTP/2.0\r\n\r\n', 505",
    "'PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n', 505",
    "'GET / HTTP/1.1\r\nX : y\r\n\r\n', 400",
    "'POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n', 400",
    "'POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n', 501",
    "'\u0016\u0003\u0001', 400",
  })
  void whatIsNoRequestIsAnsweredAndTheLast(String request, int status) throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = client().send(request.translateEscapes() + GET + "x".repeat(100_000));
    RawMessage response = client.response();
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(response.content()).isEqualTo(StatusLine.reason(status) + "\n");
    assertThat(client.rest()).isEmpty();
    assertThat(refused).containsExactly(status);
  }

  @Test
  void aRefusedHeadGetsNoContent() throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = client().send("HEAD / HTTP/1.1\r\nX : y\r\n\r\n");
    RawMessage response = client.response("HEAD");
    assertThat(response.status()).isEqualTo(400);
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
    RawConnection client = client().send(POST + content + POST + content);
    String expected = content.contains("hello") ? "hello world" : "";
    assertThat(client.response().content()).isEqualTo(expected);
    assertThat(client.response().content()).isEqualTo(expected);
  }

  @Test
  void largeContentIsReadWhole() throws Exception {
    serve(OverTheWire::echo);
    String content = "0123456789abcdef".repeat(65_536);
    RawConnection client = client();
    client.send(POST + "Content-Length: 1048576\r\n\r\n" + content);
    assertThat(client.response().content().equals(content)).isTrue();
  }

  @Test
  void smallContentThatNobodyReadsIsPassedOver() throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = client().send(POST + "Content-Length: 50000\r\n\r\n");
    assertThat(client.response().all("Connection")).isEmpty();
    client.send("x".repeat(50_000) + GET);
    assertThat(client.response().content()).isEqualTo("ok");
    client.send(CHUNKED + "3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n" + GET);
    assertThat(client.response().all("Connection")).isEmpty();
    assertThat(client.response().content()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 300000\r\n\r\n",
        "Connection: close\r\nContent-Length: 300000\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n493E0\r\n"
      })
  void largeContentThatNobodyReadsEndsTheConnectionWithoutAReset(String frame) throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = client().send(POST + frame);
    RawMessage response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.field("Connection")).isEqualTo("close");
    client.send("x".repeat(300_000)).send(GET).endOutput();
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 5\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"})
  void contentThatBreaksOffIsAFailureForItsReader(String content) throws Exception {
    serve(this::answerWhateverComes);
    RawConnection client = client().send(POST + content);
    client.endOutput();
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
    assertClientIsToBlame();
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
        "3;\u007f\r\nabc\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "0\r\nno field\r\n\r\n",
        "0\nX: y\n\n",
      })
  void behindABrokenChunkThereIsNoOtherRequest(String chunks) throws Exception {
    serve(this::answerWhateverComes);
    RawConnection client = client().send(CHUNKED + chunks + GET);
    RawMessage response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
    assertClientIsToBlame();
  }

  @Test
  void brokenContentThatNobodyReadsEndsTheConnectionWithoutAReset() throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = client().send(CHUNKED + "x\r\n" + "y".repeat(100_000));
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 5})
  void tooManyTrailersAreRefused(int count) throws Exception {
    serve(this::answerWhateverComes);
    String trailer = "X: " + "y".repeat(count == 5 ? 4_000 : 1) + "\r\n";
    RawConnection client = client().send(CHUNKED + "0\r\n" + trailer.repeat(count) + "\r\n" + GET);
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
    assertClientIsToBlame();
  }

  @Test
  void trailersAreToldButNoneThatSteer() throws Exception {
    serve(exchange -> {
      String text = content(exchange);
      answer(exchange, text + exchange.content().trailers().get());
    });
    String trailers = "X: y\r\ncontent-length: 9\r\nHost: b\r\nAuthorization: c\r\nx: z\r\n\r\n";
    RawConnection client =
        client().send(CHUNKED + "1\r\na\r\n0\r\n" + trailers + CHUNKED + "0\r\n\r\n");
    assertThat(client.response().content()).isEqualTo("aX: y\nx: z\n");
    assertThat(client.response().content()).isEmpty();
  }

  @Test
  void aClientThatWaitsIsInvitedOnceWhenItsContentIsWanted() throws Exception {
    BlockingQueue<String> read = new LinkedBlockingQueue<>();
    serve(exchange -> {
      for (int i = 0; i < 3; i++) {
        read.add(new String(exchange.content().stream().readNBytes(2), ISO_8859_1));
      }
      answerOk(exchange);
    });
    RawConnection client = client().send(EXPECTING + "6\r\n\r\n");
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
    RawConnection client = client().send(EXPECTING + "6\r\n\r\n");
    RawMessage response = client.response();
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
    RawConnection client = client().send(request).send("abc");
    assertThat(client.response().status()).isEqualTo(200);
  }
}
