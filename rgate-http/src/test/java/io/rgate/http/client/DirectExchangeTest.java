package io.rgate.http.client;

import static io.rgate.http.client.DirectFixture.PATIENT;
import static io.rgate.http.client.DirectFixture.discard;
import static io.rgate.http.client.DirectFixture.get;
import static io.rgate.http.client.DirectFixture.request;
import static io.rgate.http.client.DirectFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.transport.Cancellation;
import io.rgate.transport.Exchange.Tunnel;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an exchange with an origin knows beside its answer: leaving, trailers, interim, tunnels. */
class DirectExchangeTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final DirectUpstream upstream = new DirectUpstream();

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aPostFindsNoConnectionThatTheOriginHasClosedMeanwhile() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readRequest();
          connection.send(HELLO);
        })) {
      for (int i = 0; i < 100; i++) {
        assertThat(
                text(upstream.send(origin.endpoint(), request("POST", "/", Body.of("x")), PATIENT)))
            .isEqualTo("hello");
        origin.awaitEnd();
      }
      assertThat(origin.connections()).isEqualTo(100);
    }
  }

  @Test
  void whoeverCancelsEndsTheConnectionAtOnce() throws Exception {
    Cancellation cancellation = new Cancellation();
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readHead();
          asked.countDown();
          connection.note(connection.read() < 0 ? "closed" : "more");
        })) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              asked.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            cancellation.cancel();
          });
      SendOptions options = PATIENT.withCancellation(cancellation);
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(origin.endpoint(), get("/"), options))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLIENT));
      origin.next();
      assertThat(origin.next()).isEqualTo("closed");
    }
  }

  @Test
  void cancellingAfterTheEndHarmsNobody() throws Exception {
    Cancellation cancellation = new Cancellation();
    try (ScriptedOrigin origin = ScriptedOrigin.answering(HELLO)) {
      SendOptions options = PATIENT.withCancellation(cancellation);
      assertThat(text(upstream.send(origin.endpoint(), get("/"), options))).isEqualTo("hello");
      cancellation.cancel();
      assertThat(text(upstream.send(origin.endpoint(), get("/"), PATIENT))).isEqualTo("hello");
      assertThat(origin.connections()).isEqualTo(1);
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(origin.endpoint(), get("/"), options))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLIENT));
    }
  }

  @Test
  void trailersAreToldButNoneThatSteer() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
            + "Checksum: 1\r\nContent-Length: 7\r\nHost: evil\r\nAuthorization: x\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(answer)) {
      OriginAnswer got = upstream.send(origin.endpoint(), get("/"), PATIENT);
      assertThat(text(got)).isEqualTo("hello");
      assertThat(got.body().trailers().get()).hasToString("Checksum: 1\n");
      discard(upstream.send(origin.endpoint(), get("/"), PATIENT));
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @Test
  void interimResponsesAreTold() throws Exception {
    List<String> told = new ArrayList<>();
    String answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + HELLO;
    try (ScriptedOrigin origin = ScriptedOrigin.answering(answer)) {
      SendOptions options =
          PATIENT.withInterim((status, fields) -> told.add(status + " " + fields.get("Link")));
      assertThat(text(upstream.send(origin.endpoint(), get("/"), options))).isEqualTo("hello");
      assertThat(told).containsExactly("100 null", "103 a");
    }
  }

  @Test
  void anUpgradeThatWasAskedForIsATunnel() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readHead();
          connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nearly");
          connection.note(connection.readText(4));
          connection.send("late");
          connection.note(connection.read() < 0 ? "half" : "more");
          connection.send("r");
        })) {
      OriginAnswer answer =
          upstream.send(
              origin.endpoint(), get("/", "Connection", "x, Upgrade", "Upgrade", "x"), PATIENT);
      assertThat(answer.status()).isEqualTo(101);
      origin.next();
      try (Tunnel tunnel = answer.tunnel()) {
        assertThat(tunnel.in().readNBytes(5)).asString().isEqualTo("early");
        tunnel.out().write("ping".getBytes(StandardCharsets.US_ASCII));
        assertThat(origin.next()).isEqualTo("ping");
        tunnel.out().close();
        assertThat(origin.next()).isEqualTo("half");
        assertThat(tunnel.in().readAllBytes()).asString().isEqualTo("later");
      }
    }
  }

  @Test
  void aFailureSaysInPlainWordsWhatHappened() throws Exception {
    try (ScriptedOrigin closing = new ScriptedOrigin(ScriptedOrigin.Connection::readHead);
        ScriptedOrigin silent = new ScriptedOrigin(connection -> TimeUnit.SECONDS.sleep(5))) {
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(closing.endpoint(), get("/"), PATIENT))
          .withMessage("the origin closed before it answered");
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() ->
              upstream.send(silent.endpoint(), get("/"), DirectFixture.options(5_000, 100, 5_000)))
          .withMessage("no answer within 100 ms");
    }
  }
}
