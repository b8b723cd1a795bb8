package io.rgate.testkit.transport;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.discard;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.options;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.transport.Cancellation;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which connections an upstream uses, how long it waits, and what it sends again. */
abstract class UpstreamConnectionCases extends UpstreamAnswerCases {
  private static final String FORGED = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";

  @Test
  void oneConnectionServesOneRequestAfterTheOther() throws Exception {
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    for (int i = 0; i < 20; i++) {
      assertThat(ask(origin)).isEqualTo("hello");
    }
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aConnectionThatTheOriginEndsIsNotUsedAgain() throws Exception {
    RawOrigin origin =
        keep(RawOrigin.answering(HELLO.replace("\r\nC", "\r\nConnection: Close\r\nC")));
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(origin.connections()).isEqualTo(2);
  }

  @Test
  void bytesBehindAnAnswerAreNeverTheNextOne() throws Exception {
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send(HELLO + FORGED);
          connection.readHead();
        });
    for (int i = 0; i < 3; i++) {
      assertThat(ask(origin)).isEqualTo("hello");
    }
    assertThat(origin.connections()).isEqualTo(3);
  }

  @Test
  void bytesThatComeWhileAConnectionIsIdleAreNeverAnAnswer() throws Exception {
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send(HELLO);
          Thread.sleep(50);
          connection.send(FORGED);
          connection.note("forged");
          connection.readHead();
        });
    assertThat(ask(origin)).isEqualTo("hello");
    origin.next();
    assertThat(origin.next()).isEqualTo("forged");
    TimeUnit.MILLISECONDS.sleep(50); // what comes in the same instant nobody can tell apart
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(origin.connections()).isEqualTo(2);
  }

  @Test
  void anEndpointThatRefusesIsUnreachableAndNothingWasSent() throws Exception {
    assertFails(Failure.UNREACHABLE, RawOrigin.gone(), get("/"), PATIENT)
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
  }

  @Test
  void anEndpointThatDoesNotAcceptTimesOutAndNothingWasSent() throws Exception {
    assertFails(Failure.TIMEOUT, blackHole(), get("/"), options(300, 5_000, 5_000))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
  }

  @Test
  void anOriginThatDoesNotAnswerTimesOut() throws Exception {
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.noteEnd();
        });
    assertFails(Failure.TIMEOUT, origin.endpoint(), get("/"), options(5_000, 200, 5_000))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.HEAD));
    origin.next();
    assertThat(origin.next()).as("of its connection").isEqualTo("ended");
  }

  @Test
  void anOriginThatEndsTheConnectionWithoutAnAnswerHasClosed() throws Exception {
    RawOrigin origin = origin(RawOrigin.Connection::readRequest);
    assertFails(Failure.CLOSED, origin.endpoint(), request("POST", "/", Body.of("x")), PATIENT)
        .satisfies(e -> assertThat(e.stage()).isIn(Stage.HEAD, Stage.SEND));
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aGetSurvivesAConnectionThatDiesAsItIsUsedButAPostIsNotSentTwice() throws Exception {
    RawOrigin origin =
        origin(connection -> {
          connection.readRequest();
          connection.send(HELLO);
          if (connection.readRequest()) {
            connection.reset();
          }
        });
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(origin.connections()).isEqualTo(2);
    assertFails(Failure.CLOSED, origin.endpoint(), request("POST", "/", Body.of("x")), PATIENT);
    assertThat(origin.connections()).isEqualTo(2);
    assertThat(origin.seen().stream().filter(s -> s.startsWith("POST"))).hasSize(1);
  }

  @Test
  void aPostFindsNoConnectionThatTheOriginHasClosedBefore() throws Exception {
    RawOrigin origin = keep(RawOrigin.answeringOnce(HELLO));
    for (int i = 1; i <= 20; i++) {
      assertThat(text(send(origin, request("POST", "/", Body.of("x"))))).isEqualTo("hello");
      origin.awaitEnd();
      TimeUnit.MILLISECONDS.sleep(10);
      assertThat(origin.connections()).isEqualTo(i);
    }
  }

  private RawOrigin silentOrigin() throws IOException {
    return origin(connection -> {
      connection.readHead();
      connection.noteEnd();
    });
  }

  private FutureTask<OriginAnswer> sending(RawOrigin origin, SendOptions options) {
    FutureTask<OriginAnswer> task =
        new FutureTask<>(() -> upstream().send(origin.endpoint(), get("/"), options));
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Throwable failure(FutureTask<OriginAnswer> task) throws Exception {
    try {
      OriginAnswer answer = task.get(10, TimeUnit.SECONDS);
      throw new AssertionError("got " + answer);
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  @Test
  void whoeverCancelsEndsTheConnection() throws Exception {
    RawOrigin origin = silentOrigin();
    Cancellation cancellation = new Cancellation();
    FutureTask<OriginAnswer> task = sending(origin, PATIENT.withCancellation(cancellation));
    assertThat(origin.next()).startsWith("GET / ");
    cancellation.cancel();
    assertThat(failure(task))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CLIENT));
    assertThat(origin.next()).isEqualTo("ended");
  }

  @Test
  void cancellingAfterTheEndHarmsNobody() throws Exception {
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    Cancellation cancellation = new Cancellation();
    SendOptions options = PATIENT.withCancellation(cancellation);
    assertThat(text(upstream().send(origin.endpoint(), get("/"), options))).isEqualTo("hello");
    cancellation.cancel();
    assertThat(ask(origin)).isEqualTo("hello");
    assertThat(origin.connections()).isEqualTo(1);
    assertFails(Failure.CLIENT, origin.endpoint(), get("/"), options);
  }

  private RawOrigin stallingOrigin() throws IOException {
    return origin(connection -> {
      connection.readHead();
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
      connection.noteEnd();
    });
  }

  @Test
  void closingAnAnswerBeforeItsEndGivesUpTheConnection() throws Exception {
    RawOrigin origin = stallingOrigin();
    OriginAnswer answer = send(origin, get("/"));
    assertThat(answer.body().stream().readNBytes(5)).asString().isEqualTo("hello");
    discard(answer);
    discard(answer);
    origin.next();
    assertThat(origin.next()).isEqualTo("ended");
    assertThatThrownBy(() -> answer.body().stream().read()).isInstanceOf(IOException.class);
  }

  @Test
  void anotherThreadMayCloseAnAnswerThatIsBeingRead() throws Exception {
    RawOrigin origin = stallingOrigin();
    OriginAnswer answer = send(origin, get("/"));
    FutureTask<OriginAnswer> reading =
        new FutureTask<>(() -> {
          text(answer);
          return answer;
        });
    Thread.ofVirtual().start(reading);
    TimeUnit.MILLISECONDS.sleep(50);
    discard(answer);
    assertThat(failure(reading)).isInstanceOf(IOException.class);
    origin.next();
    assertThat(origin.next()).isEqualTo("ended");
  }

  @Test
  void closingTheUpstreamWakesWhoWaits() throws Exception {
    RawOrigin origin = silentOrigin();
    RawOrigin stalling = stallingOrigin();
    OriginAnswer answer = send(stalling, get("/"));
    FutureTask<OriginAnswer> task = sending(origin, PATIENT);
    assertThat(origin.next()).startsWith("GET / ");
    upstream().close();
    assertThat(failure(task)).isInstanceOf(UpstreamException.class);
    assertThatThrownBy(() -> text(answer)).isInstanceOf(IOException.class);
    assertThat(origin.next()).isEqualTo("ended");
  }
}
