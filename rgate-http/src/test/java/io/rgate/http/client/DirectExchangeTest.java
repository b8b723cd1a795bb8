package io.rgate.http.client;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.discard;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rgate.api.Body;
import io.rgate.testkit.transport.RawOrigin;
import io.rgate.testkit.transport.Requests;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an exchange with an origin knows beside its answer: leaving, trailers, interim, tunnels. */
class DirectExchangeTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final DirectUpstream upstream = new DirectUpstream(UpstreamSettings.DEFAULT);

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aPostFindsNoConnectionThatTheOriginHasClosedMeanwhile() throws Exception {
    try (RawOrigin origin =
        new RawOrigin(connection -> {
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
  void trailersAreToldButNoneThatSteer() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
            + "Checksum: 1\r\nContent-Length: 7\r\nHost: evil\r\nAuthorization: x\r\n\r\n";
    try (RawOrigin origin = RawOrigin.answering(answer)) {
      OriginAnswer got = upstream.send(origin.endpoint(), get("/"), PATIENT);
      assertThat(text(got)).isEqualTo("hello");
      assertThat(got.body().trailers().get()).hasToString("Checksum: 1\n");
      discard(upstream.send(origin.endpoint(), get("/"), PATIENT));
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @Test
  void aFailureSaysInPlainWordsWhatHappened() throws Exception {
    try (RawOrigin closing = new RawOrigin(RawOrigin.Connection::readHead);
        RawOrigin silent = new RawOrigin(connection -> TimeUnit.SECONDS.sleep(5))) {
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> upstream.send(closing.endpoint(), get("/"), PATIENT))
          .withMessage("the origin closed before it answered");
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(
              () -> upstream.send(silent.endpoint(), get("/"), Requests.options(5_000, 100, 5_000)))
          .withMessage("no answer within 100 ms");
    }
  }
}
