package io.rgate.testkit.transport;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.transport.Cancellation;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Connections that are made beforehand. An upstream without {@link Ability#DIALS} says that it has
 * each connection.
 */
abstract class UpstreamDialCases extends UpstreamConnectionCases {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void anUpstreamThatCannotDialSaysThatItHasEachConnection() throws Exception {
    assertThat(upstream().hasConnection(RawOrigin.gone())).isEqualTo(!has(Ability.DIALS));
  }

  @Test
  void aConnectionThatIsIdleIsThere() throws Exception {
    needs(Ability.DIALS, "it makes connections for requests only");
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    assertThat(upstream().hasConnection(origin.endpoint())).isFalse();
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(upstream().hasConnection(origin.endpoint())).isTrue();
  }

  @Test
  void aRequestGoesOverTheConnectionThatWasMadeForIt() throws Exception {
    needs(Ability.DIALS, "it makes connections for requests only");
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    Connected connected = upstream().connect(origin.endpoint(), LONG);
    assertThat(upstream().hasConnection(origin.endpoint())).as("it is not idle").isFalse();
    assertThat(text(connected.send(request("POST", "/", Body.of("x")), PATIENT)))
        .isEqualTo("hello");
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsKeptServesTheNextRequest() throws Exception {
    needs(Ability.DIALS, "it makes connections for requests only");
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    upstream().connect(origin.endpoint(), LONG).keep();
    assertThat(upstream().hasConnection(origin.endpoint())).isTrue();
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aConnectionThatCannotBeMadeFailsAsThatOfRequestDoes() throws Exception {
    needs(Ability.DIALS, "it makes connections for requests only");
    assertConnectFails(RawOrigin.gone(), Duration.ofSeconds(5), Failure.UNREACHABLE);
    assertConnectFails(blackHole(), Duration.ofMillis(300), Failure.TIMEOUT);
  }

  private void assertConnectFails(Endpoint endpoint, Duration atMost, Failure failure) {
    assertThatThrownBy(() -> upstream().connect(endpoint, atMost))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> {
              assertThat(e.stage()).isEqualTo(Stage.CONNECT);
              assertThat(e.failure()).isEqualTo(failure);
            });
  }

  @Test
  void nothingIsSentForClientThatHasLeft() throws Exception {
    needs(Ability.DIALS, "it makes connections for requests only");
    RawOrigin origin =
        origin(connection -> {
          connection.noteEnd();
        });
    Connected connected = upstream().connect(origin.endpoint(), LONG);
    Cancellation left = new Cancellation();
    left.cancel();
    assertThatThrownBy(() -> connected.send(get("/"), PATIENT.withCancellation(left)))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CLIENT));
    assertThat(origin.next()).isEqualTo("ended");
  }

  @Test
  void closingTheUpstreamWakesWhoConnects() throws Exception {
    needs(Ability.DIALS, "it makes connections for requests only");
    Endpoint nowhere = blackHole();
    FutureTask<Connected> task = new FutureTask<>(() -> upstream().connect(nowhere, LONG));
    Thread.ofVirtual().start(task);
    TimeUnit.MILLISECONDS.sleep(100);
    upstream().close();
    assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(UpstreamException.class);
    assertThatThrownBy(() -> upstream().connect(nowhere, LONG)).isInstanceOf(IOException.class);
  }
}
