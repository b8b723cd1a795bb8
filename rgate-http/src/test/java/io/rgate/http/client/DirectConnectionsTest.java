package io.rgate.http.client;

import static io.rgate.http.client.DirectFixture.PATIENT;
import static io.rgate.http.client.DirectFixture.discard;
import static io.rgate.http.client.DirectFixture.get;
import static io.rgate.http.client.DirectFixture.request;
import static io.rgate.http.client.DirectFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connections the direct upstream uses, how long it waits, and what it sends again. */
class DirectConnectionsTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final SendOptions SHORT = DirectFixture.options(5_000, 100, 100);

  private final DirectUpstream upstream = new DirectUpstream();

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void usesOneConnectionForOneRequestAfterTheOther() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(HELLO)) {
      for (int i = 0; i < 20; i++) {
        assertThat(text(upstream.send(origin.endpoint(), get("/"), PATIENT))).isEqualTo("hello");
      }
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @Test
  void sendsTheRequestAsOneHeadWithTheOriginsOwnNameIfTheClientGaveNone() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(HELLO)) {
      Endpoint endpoint = origin.endpoint();
      discard(upstream.send(endpoint, get("/a?b", "Accept", "x"), PATIENT));
      String authority = endpoint.uri().getRawAuthority();
      assertThat(origin.next())
          .isEqualTo("GET /a?b HTTP/1.1\r\nHost: " + authority + "\r\nAccept: x\r\n\r\n");

      discard(upstream.send(endpoint, get("/", "Host", "client.example"), PATIENT));
      assertThat(origin.next()).isEqualTo("GET / HTTP/1.1\r\nHost: client.example\r\n\r\n");
    }
  }

  @Test
  void doesNotUseAConnectionAgainThatTheOriginClosesAfterTheAnswer() throws Exception {
    for (String answer :
        new String[] {
          "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"
        }) {
      try (ScriptedOrigin origin = ScriptedOrigin.answering(answer)) {
        discard(upstream.send(origin.endpoint(), get("/"), PATIENT));
        discard(upstream.send(origin.endpoint(), get("/"), PATIENT));
        assertThat(origin.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void doesNotTakeBytesBehindAnAnswerForTheNextAnswer() throws Exception {
    String forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    CountDownLatch late = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(connection -> {
              connection.readHead();
              connection.send(HELLO + forged);
              connection.readHead();
            });
        ScriptedOrigin lateOrigin =
            new ScriptedOrigin(connection -> {
              connection.readHead();
              connection.send(HELLO);
              late.await();
              connection.send(forged);
              connection.note("forged");
              connection.readHead();
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(text(upstream.send(origin.endpoint(), get("/"), PATIENT))).isEqualTo("hello");
      }
      assertThat(origin.connections()).isEqualTo(3);

      assertThat(text(upstream.send(lateOrigin.endpoint(), get("/"), PATIENT))).isEqualTo("hello");
      late.countDown();
      assertThat(lateOrigin.next()).startsWith("GET");
      assertThat(lateOrigin.next()).isEqualTo("forged");
      TimeUnit.MILLISECONDS.sleep(5); // what comes in the same instant nobody can tell apart
      assertThat(text(upstream.send(lateOrigin.endpoint(), get("/"), PATIENT))).isEqualTo("hello");
      assertThat(lateOrigin.connections()).isEqualTo(2);
    }
  }

  @Test
  void aGetSurvivesAConnectionThatDiesAsItIsUsedButAPostIsNotSentTwice() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readRequest();
          connection.send(HELLO);
          if (connection.readRequest()) {
            connection.reset();
          }
        })) {
      discard(upstream.send(origin.endpoint(), get("/1"), PATIENT));
      assertThat(text(upstream.send(origin.endpoint(), get("/2"), PATIENT))).isEqualTo("hello");
      assertThat(origin.connections()).isEqualTo(2);
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(
              () -> upstream.send(origin.endpoint(), request("POST", "/3", Body.of("x")), PATIENT))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLOSED));
      assertThat(origin.connections()).isEqualTo(2);
    }
  }

  @Test
  void saysHowFarAnAttemptGot() throws Exception {
    Endpoint gone = ScriptedOrigin.gone();
    assertThatExceptionOfType(UpstreamException.class)
        .isThrownBy(() -> upstream.send(gone, get("/"), PATIENT))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.UNREACHABLE));

    try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.Connection::readHead)) {
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(origin.endpoint(), get("/"), PATIENT))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.HEAD))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLOSED));
    }
  }

  @Test
  void givesUpAnOriginThatDoesNotAnswerAndOneThatStalls() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedOrigin silent = new ScriptedOrigin(connection -> never.await());
        ScriptedOrigin stalling =
            new ScriptedOrigin(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
              never.await();
            })) {
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(silent.endpoint(), get("/"), SHORT))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.TIMEOUT));
      OriginAnswer response = upstream.send(stalling.endpoint(), get("/"), SHORT);
      assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
    } finally {
      never.countDown();
    }
  }

  @Test
  void closingAResponseClosesTheConnectionIfTheAnswerHasNotEnded() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readHead();
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
          connection.note(connection.read() < 0 ? "closed" : "more");
        })) {
      OriginAnswer response = upstream.send(origin.endpoint(), get("/"), PATIENT);
      assertThat(response.body().stream().readNBytes(5)).asString().isEqualTo("hello");
      discard(response);

      assertThat(origin.next()).startsWith("GET");
      assertThat(origin.next()).isEqualTo("closed");
      assertThatThrownBy(() -> response.body().stream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closingTheUpstreamWakesWhoWaits() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readHead();
          asked.countDown();
          never.await();
        })) {
      CountDownLatch failed = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(() -> {
            try {
              upstream.send(origin.endpoint(), get("/"), PATIENT);
            } catch (UpstreamException e) {
              failed.countDown();
            }
          });
      assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
      upstream.close();
      assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      never.countDown();
    }
  }
}
