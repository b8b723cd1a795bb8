package io.rgate.testkit.transport;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Request;
import io.rgate.transport.Exchange.Tunnel;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How an upstream reads answers: what it takes, and what it refuses. */
abstract class UpstreamAnswerCases extends UpstreamRequestCases {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  @Test
  void anAnswerComesAsItWasSent() throws Exception {
    RawOrigin origin =
        keep(
            RawOrigin.answering(
                "HTTP/1.1 299 Odd\r\nSet-Cookie: a=1\r\nEmpty:\r\nSet-Cookie: b=2\r\n"
                    + "Connection: x\r\nContent-Length: 5\r\n\r\nhello"));
    OriginAnswer answer = send(origin, get("/"));
    assertThat(answer.status()).isEqualTo(299);
    assertThat(answer.fields().all("Set-Cookie")).containsExactly("a=1", "b=2");
    assertThat(answer.fields().get("Empty")).isEmpty();
    assertThat(answer.fields().get("Connection")).isEqualTo("x");
    assertThat(answer.fields().get("Content-Length")).isEqualTo("5");
    assertThat(answer.body().length()).isEqualTo(5);
    assertThat(answer.tunnel()).isNull();
    assertThat(text(answer)).isEqualTo("hello");
  }

  @Test
  void contentIsReadAsItIsFramed() throws Exception {
    for (String answer :
        new String[] {
          OK + "content-length:5\r\n\r\nhello",
          CHUNKED + "5\r\nhello\r\n0\r\n\r\n",
          CHUNKED + "2\r\nhe\r\n003;a=b\r\nllo\r\n000\r\n\r\n",
          OK + "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        }) {
      RawOrigin origin = keep(RawOrigin.answering(answer));
      for (int i = 0; i < 2; i++) {
        OriginAnswer got = send(origin, get("/"));
        assertThat(got.body().length()).isEqualTo(answer.startsWith(OK + "c") ? 5 : Body.UNKNOWN);
        assertThat(text(got)).as(answer).isEqualTo("hello");
      }
      assertThat(origin.connections()).as(answer).isEqualTo(1);
    }
  }

  @Test
  void contentWithoutAFrameEndsWithTheConnection() throws Exception {
    for (String head : new String[] {OK, "HTTP/1.0 200 OK\r\n"}) {
      RawOrigin origin = keep(RawOrigin.answeringOnce(head + "\r\nhello"));
      assertThat(ask(origin)).isEqualTo("hello");
      assertThat(ask(origin)).isEqualTo("hello");
      assertThat(origin.connections()).isEqualTo(2);
    }
  }

  @Test
  void someAnswersHaveNoContentWhateverTheyDeclare() throws Exception {
    for (String status : new String[] {"204 No Content", "304 Not Modified", "200 OK"}) {
      String method = status.startsWith("200") ? "HEAD" : "GET";
      // Some clients refuse a 204 that declares a length, which it must not (RFC 9110, 8.6).
      String declared = status.startsWith("204") ? "" : "Content-Length: 5\r\n";
      RawOrigin origin =
          keep(RawOrigin.answering("HTTP/1.1 " + status + "\r\n" + declared + "\r\n"));
      for (int i = 0; i < 2; i++) {
        OriginAnswer answer = send(origin, request(method, "/", Body.EMPTY));
        assertThat(answer.body().length()).as(status).isZero();
        assertThat(answer.fields().contains("Content-Length")).isEqualTo(!declared.isEmpty());
        assertThat(text(answer)).isEmpty();
      }
    }
  }

  @Test
  void whatCouldBeReadInTwoWaysIsInvalid() throws Exception {
    for (String answer :
        new String[] {
          OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
          OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
          OK + "Content-Length: 5, 5\r\n\r\nhello",
          OK + "Content-Length: +5\r\n\r\nhello",
          OK + "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
          OK + "Transfer-Encoding: gzip\r\n\r\nhello",
          "HTTP/1.1 2x0 OK\r\nContent-Length: 5\r\n\r\nhello",
          "nonsense\r\n\r\n",
        }) {
      RawOrigin origin = keep(RawOrigin.answering(answer));
      assertFails(Failure.INVALID, origin.endpoint(), get("/"), PATIENT);
    }
  }

  @Test
  void contentThatIsCutNeverLooksWhole() throws Exception {
    for (String answer :
        new String[] {
          OK + "Content-Length: 5\r\n\r\nhell",
          CHUNKED + "5\r\nhell",
          CHUNKED + "5\r\nhello\r\n",
          CHUNKED + "5\r\nhello\r\n0\r\n",
          CHUNKED,
        }) {
      RawOrigin origin = keep(RawOrigin.answeringOnce(answer));
      // An upstream that sees the cut before it hands out the head may say so at once.
      assertThatThrownBy(() -> ask(origin)).as(answer).isInstanceOf(IOException.class);
    }
  }

  @Test
  void brokenChunksNeverLookWholeAndTheirConnectionIsNotUsedAgain() throws Exception {
    for (String chunks :
        new String[] {
          "x\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "4\r\nhello\r\n0\r\n\r\n",
        }) {
      RawOrigin origin = keep(RawOrigin.answering(CHUNKED + chunks));
      for (int i = 1; i <= 2; i++) {
        assertThatThrownBy(() -> ask(origin)).as(chunks).isInstanceOf(IOException.class);
        assertThat(origin.connections()).as(chunks).isEqualTo(i);
      }
    }
  }

  @Test
  void theHeadIsThereBeforeTheContentAndAvailableTellsWhatCame() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send(OK + "Content-Length: 5\r\n\r\n");
          seen.await();
          connection.send("hello");
        });
    OriginAnswer answer = send(origin, get("/"));
    InputStream in = answer.body().stream();
    assertThat(in.available()).isZero();
    seen.countDown();
    assertThat(in.read()).isEqualTo('h');
    assertThat(text(answer)).isEqualTo("ello");
  }

  @Test
  void trailersAreKnownOnceTheEndWasRead() throws Exception {
    needs(Ability.TRAILERS, "this upstream shows no trailers");
    RawOrigin origin =
        keep(RawOrigin.answering(CHUNKED + "5\r\nhello\r\n0\r\nChecksum: 1\r\nHost: x\r\n\r\n"));
    OriginAnswer answer = send(origin, get("/"));
    assertThat(text(answer)).isEqualTo("hello");
    assertThat(answer.body().trailers().get()).hasToString("Checksum: 1\n");
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void interimResponsesAreNoAnswer() throws Exception {
    List<String> told = new ArrayList<>();
    String interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\n";
    RawOrigin origin = keep(RawOrigin.answering(interim + HELLO));
    OriginAnswer answer =
        upstream()
            .send(
                origin.endpoint(),
                get("/"),
                PATIENT.withInterim(
                    (status, fields) -> told.add(status + " " + fields.get("Link"))));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("hello");
    if (has(Ability.INTERIM)) {
      assertThat(told).containsExactly("100 null", "103 a");
    }
    assertThat(upstream().tellsInterim(origin.endpoint())).isEqualTo(has(Ability.INTERIM));
  }

  @Test
  void whoSwitchesBeforeItHasTheWholeRequestIsNotBelieved() throws Exception {
    needs(Ability.TUNNEL, "this upstream has no tunnels");
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
          connection.read();
        });
    try (PipedOutputStream never = new PipedOutputStream()) {
      Body late = new Body(new PipedInputStream(never), 4);
      Request post = request("POST", "/", late, "Connection", "upgrade", "Upgrade", "x");
      assertThatThrownBy(() -> send(origin, post))
          .isInstanceOfSatisfying(
              UpstreamException.class, e -> assertThat(e.failure()).isEqualTo(Failure.INVALID));
    }
  }

  @Test
  void anUpgradeThatWasAskedForIsATunnel() throws Exception {
    needs(Ability.TUNNEL, "this upstream has no tunnels");
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nearly");
          connection.note(connection.readText(4));
          connection.send("late");
          connection.note(connection.read() < 0 ? "half" : "more");
          connection.send("r");
        });
    OriginAnswer answer = send(origin, get("/", "Connection", "upgrade", "Upgrade", "x"));
    assertThat(answer.status()).isEqualTo(101);
    origin.next();
    try (Tunnel tunnel = Objects.requireNonNull(answer.tunnel())) {
      assertThat(tunnel.in().readNBytes(5)).asString().isEqualTo("early");
      tunnel.out().write("ping".getBytes(ISO_8859_1));
      assertThat(origin.next()).isEqualTo("ping");
      tunnel.out().close();
      assertThat(origin.next()).isEqualTo("half");
      assertThat(tunnel.in().readAllBytes()).asString().isEqualTo("later");
    }
  }

  @Test
  void contentThatPausesTooLongTimesOut() throws Exception {
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send(OK + "Content-Length: 5\r\n\r\nhe");
          connection.noteEnd();
        });
    OriginAnswer answer =
        upstream().send(origin.endpoint(), get("/"), Requests.options(5_000, 5_000, 200));
    assertThatThrownBy(() -> text(answer)).isInstanceOf(SocketTimeoutException.class);
    origin.next();
    assertThat(origin.next()).isEqualTo("ended");
  }

  @Test
  void eventsMayPause() throws Exception {
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send(OK + "Content-Type: text/event-stream\r\nContent-Length: 5\r\n\r\nhe");
          Thread.sleep(500);
          connection.send("llo");
        });
    OriginAnswer answer =
        upstream().send(origin.endpoint(), get("/"), Requests.options(5_000, 5_000, 100));
    assertThat(text(answer)).isEqualTo("hello");
  }
}
