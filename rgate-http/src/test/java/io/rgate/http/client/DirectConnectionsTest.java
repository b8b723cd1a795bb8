package io.rgate.http.client;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.discard;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Endpoint;
import io.rgate.testkit.transport.RawOrigin;
import io.rgate.testkit.transport.Requests;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connections the direct upstream uses, how long it waits, and what it sends again. */
class DirectConnectionsTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final SendOptions SHORT = Requests.options(5_000, 100, 100);

  private final DirectUpstream upstream = new DirectUpstream(UpstreamSettings.DEFAULT);

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void sendsTheRequestAsOneHeadWithTheOriginsOwnNameIfTheClientGaveNone() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(HELLO)) {
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
      try (RawOrigin origin = RawOrigin.answering(answer)) {
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
    try (RawOrigin origin =
            new RawOrigin(connection -> {
              connection.readHead();
              connection.send(HELLO + forged);
              connection.readHead();
            });
        RawOrigin lateOrigin =
            new RawOrigin(connection -> {
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
  void saysHowFarAnAttemptGot() throws Exception {
    Endpoint gone = RawOrigin.gone();
    assertThatExceptionOfType(UpstreamException.class)
        .isThrownBy(() -> upstream.send(gone, get("/"), PATIENT))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.UNREACHABLE));

    try (RawOrigin origin = new RawOrigin(RawOrigin.Connection::readHead)) {
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(origin.endpoint(), get("/"), PATIENT))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.HEAD))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLOSED));
    }
  }

  @Test
  void givesUpAnOriginThatDoesNotAnswerAndOneThatStalls() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (RawOrigin silent = new RawOrigin(connection -> never.await());
        RawOrigin stalling =
            new RawOrigin(connection -> {
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
}
