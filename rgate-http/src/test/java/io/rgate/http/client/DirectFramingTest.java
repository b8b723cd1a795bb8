package io.rgate.http.client;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.discard;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.testkit.transport.RawOrigin;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the direct upstream reads answers: what it takes, and what it refuses. */
class DirectFramingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  private final DirectUpstream upstream = new DirectUpstream(UpstreamSettings.DEFAULT);

  @AfterEach
  void close() {
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK + "Content-Length: 5\r\n\r\nhello",
        OK + "content-length:5\r\n\r\nhello",
        OK + "Content-Length: \t 5 \r\n\r\nhello",
        "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        CHUNKED + "5\r\nhello\r\n0\r\n\r\n",
        CHUNKED + "005\r\nhello\r\n000\r\n\r\n",
        CHUNKED + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        CHUNKED + "5;name=value;x\r\nhello\r\n0;last\r\n\r\n",
        CHUNKED + "5 ;name=\"v\"\r\nhello\r\n0\r\n\r\n",
        CHUNKED + "5\r\nhello\r\n0\r\nChecksum: 1\r\nOther: 2\r\n\r\n",
        OK + "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\n"
            + OK
            + "Content-Length: 5\r\n\r\nhello"
      })
  void readsWhatIsFramedInOneWayOnly(String answer) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(answer)) {
      assertThat(text(upstream.send(origin.endpoint(), get("/"), PATIENT))).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello, this is no HTTP\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 +20 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        OK + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        OK + "Content-Length: 5, 5\r\n\r\nhello",
        OK + "Content-Length: +5\r\n\r\nhello",
        OK + "Content-Length: -5\r\n\r\nhello",
        OK + "Content-Length: 0x5\r\n\r\nhello",
        OK + "Content-Length: \r\n\r\nhello",
        OK + "Content-Length: 99999999999999999999\r\n\r\nhello",
        OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: gzip, chunked\r\n\r\n",
        OK + "Transfer-Encoding: identity\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        OK + "Content-Length : 5\r\n\r\nhello",
        OK + " Content-Length: 5\r\n\r\nhello",
        OK + "X: a\r\n b\r\nContent-Length: 5\r\n\r\nhello",
        OK + "X\r\nContent-Length: 5\r\n\r\nhello",
        OK + ": x\r\nContent-Length: 5\r\n\r\nhello",
        OK + "X: a\nContent-Length: 5\r\n\r\nhello",
        OK + "X: a\rb\r\nContent-Length: 5\r\n\r\nhello",
        OK + "X: a\0b\r\nContent-Length: 5\r\n\r\nhello",
        "\r\n" + OK + "Content-Length: 5\r\n\r\nhello"
      })
  void refusesAnAnswerThatIsInvalidOrCouldBeReadInTwoWays(String answer) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(answer)) {
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(origin.endpoint(), get("/"), PATIENT))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.INVALID))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.HEAD));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "5 x\r\nhello\r\n0\r\n\r\n",
        "g\r\nhello\r\n0\r\n\r\n",
        "\u0665\r\nhello\r\n0\r\n\r\n",
        "10000000000000005\r\nhello\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5;a\0b\r\nhello\r\n0\r\n\r\n",
        "5;a\rb\r\nhello\r\n0\r\n\r\n",
        "4\r\nhello\r\n0\r\n\r\n",
        "6\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n"
      })
  void breaksOffWhereChunksAreNotAsTheyMustBe(String content) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(CHUNKED + content)) {
      OriginAnswer response = upstream.send(origin.endpoint(), get("/"), PATIENT);

      assertThatExceptionOfType(IOException.class).isThrownBy(() -> text(response));
      assertThat(origin.connections()).isEqualTo(1);
      discard(upstream.send(origin.endpoint(), get("/"), PATIENT));
      assertThat(origin.connections()).as("the broken one is not used again").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK + "Content-Length: 5\r\n\r\nhell",
        CHUNKED + "5\r\nhell",
        CHUNKED + "5\r\nhello\r\n",
        CHUNKED + "5\r\nhello\r\n0\r\n",
        CHUNKED + "5\r\nhello\r\n0\r\nTrailer: x\r\n",
        CHUNKED
      })
  void saysNoEndOfContentThatWasCutOff(String answer) throws Exception {
    try (RawOrigin origin =
        new RawOrigin(connection -> {
          connection.readHead();
          connection.send(answer);
        })) {
      OriginAnswer response = upstream.send(origin.endpoint(), get("/"), PATIENT);

      assertThatExceptionOfType(IOException.class).isThrownBy(() -> text(response));
    }
  }

  @Test
  void contentWithoutAFrameEndsWithTheConnection() throws Exception {
    try (RawOrigin origin =
        new RawOrigin(connection -> {
          connection.readHead();
          connection.send(OK + "\r\nhello");
        })) {
      assertThat(text(upstream.send(origin.endpoint(), get("/"), PATIENT))).isEqualTo("hello");
    }
  }

  @Test
  void answersToHeadAndOf204And304HaveNoContentWhateverTheyDeclare() throws Exception {
    for (String status : new String[] {"204 No Content", "304 Not Modified"}) {
      try (RawOrigin origin =
          RawOrigin.answering("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n")) {
        assertThat(text(upstream.send(origin.endpoint(), get("/"), PATIENT))).isEmpty();
        assertThat(text(upstream.send(origin.endpoint(), get("/"), PATIENT))).isEmpty();
        assertThat(origin.connections()).isEqualTo(1);
      }
    }
    try (RawOrigin origin = RawOrigin.answering(OK + "Content-Length: 5\r\n\r\n")) {
      OriginAnswer head =
          upstream.send(origin.endpoint(), request("HEAD", "/", Body.EMPTY), PATIENT);
      assertThat(head.fields().get("Content-Length")).isEqualTo("5");
      assertThat(text(head)).isEmpty();
    }
  }

  @Test
  void keepsOrderRepetitionAndLatin1OfFields() throws Exception {
    String fields = "Set-Cookie: a=1\r\nX: gr\u00fcn\r\nSet-Cookie: b=2\r\nEmpty:\r\n";
    try (RawOrigin origin = RawOrigin.answering(OK + fields + "Content-Length: 0\r\n\r\n")) {
      OriginAnswer response =
          upstream.send(origin.endpoint(), get("/", "Y", "\u00e4", "Y", "b"), PATIENT);

      assertThat(response.fields().all("Set-Cookie")).containsExactly("a=1", "b=2");
      assertThat(response.fields().get("X")).isEqualTo("gr\u00fcn");
      assertThat(response.fields().get("Empty")).isEmpty();
      assertThat(origin.next()).contains("Y: \u00e4\r\nY: b\r\n");
    }
  }

  @Test
  void refusesHeadsThatAreTooLargeOrHaveTooManyFields() throws Exception {
    for (String fields :
        new String[] {"X: " + "a".repeat(70_000) + "\r\n", "X: a\r\n".repeat(300)}) {
      try (RawOrigin origin = RawOrigin.answering(OK + fields + "Content-Length: 0\r\n\r\n")) {
        assertThatExceptionOfType(UpstreamException.class)
            .isThrownBy(() -> upstream.send(origin.endpoint(), get("/"), PATIENT))
            .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.INVALID));
      }
    }
  }

  @Test
  void takesALargeHead() throws Exception {
    String fields = ("X: " + "a".repeat(1000) + "\r\n").repeat(60);
    try (RawOrigin origin = RawOrigin.answering(OK + fields + "Content-Length: 5\r\n\r\nhello")) {
      for (int i = 0; i < 3; i++) {
        OriginAnswer response = upstream.send(origin.endpoint(), get("/"), PATIENT);
        assertThat(response.fields().all("X")).hasSize(60);
        assertThat(text(response)).isEqualTo("hello");
      }
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nX: y\r\n\r\n"})
  void theEndOfChunksThatHasComeCanBeReadWithoutWaiting(String chunks) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(CHUNKED + chunks)) {
      for (int i = 0; i < 2; i++) {
        InputStream in = upstream.send(origin.endpoint(), get("/"), PATIENT).body().stream();
        assertThat(in.available()).isEqualTo(5);
        assertThat(in.readNBytes(5)).asString().isEqualTo("hello");
        assertThat(in.available()).as("the end").isEqualTo(1);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
        in.close();
      }
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @Test
  void whatHasNotComeIsNotAvailable() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (RawOrigin origin =
        new RawOrigin(connection -> {
          connection.readHead();
          connection.send(CHUNKED + "5\r\n");
          seen.await();
          connection.send("hello\r\n");
          connection.readHead();
        })) {
      InputStream in = upstream.send(origin.endpoint(), get("/"), PATIENT).body().stream();
      assertThat(in.available()).isZero();
      seen.countDown();
      assertThat(in.readNBytes(5)).asString().isEqualTo("hello");
      assertThat(in.available()).isZero();
      in.close();
    }
  }

  @Test
  void emptyChunkedContentAndBrokenContentAreToldByReading() throws Exception {
    try (RawOrigin empty = RawOrigin.answering(CHUNKED + "0\r\n\r\n");
        RawOrigin broken = RawOrigin.answering(CHUNKED + "x\r\n")) {
      for (int i = 0; i < 2; i++) {
        InputStream in = upstream.send(empty.endpoint(), get("/"), PATIENT).body().stream();
        assertThat(in.available()).isEqualTo(1);
        assertThat(in.read()).isEqualTo(-1);
        in.close();
      }
      assertThat(empty.connections()).isEqualTo(1);
      InputStream in = upstream.send(broken.endpoint(), get("/"), PATIENT).body().stream();
      assertThat(in.available()).isZero();
      assertThatExceptionOfType(ProtocolException.class).isThrownBy(in::read);
    }
  }
}
