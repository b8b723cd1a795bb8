package io.rgate.http.origin;

import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.GOAWAY;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.PING;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.options;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Request;
import io.rgate.http.loop.Loops;
import io.rgate.http.loop.SocketTransport;
import io.rgate.http.origin.Liveness.Times;
import io.rgate.http.sending.Upload;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawHttp2.Frame;
import io.rgate.testkit.transport.RawHttp2Origin;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which connections are used, when they end, and what is sent again. */
class OriginLifeIT extends OriginRig {
  private static final int REFUSED = 7;
  private static final int CANCEL = 8;

  private static void goAway(RawHttp2 connection, int last) throws IOException {
    byte[] payload = ByteBuffer.allocate(8).putInt(last).putInt(0).array();
    connection.frame(GOAWAY, 0, 0, payload);
  }

  /** Waits for a request, content included; its stream. */
  private static int awaitRequest(RawHttp2 connection) throws IOException {
    for (Frame frame = connection.next(); frame != null; frame = connection.next()) {
      if (frame.type() <= HEADERS && frame.has(RawHttp2.END_STREAM)) {
        return frame.stream();
      }
    }
    throw new IOException("no request came");
  }

  @Test
  void whatALeavingOriginHasNotProcessedIsSentElsewhereAndTheRestIsAnswered() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          if (number > 1) {
            RawHttp2Origin.answerAll(connection, "second");
            return;
          }
          assertThat(awaitRequest(connection)).isEqualTo(1);
          note("one");
          assertThat(awaitRequest(connection)).isEqualTo(3);
          goAway(connection, 1);
          await(second);
          RawHttp2Origin.answer(connection, 1, "first");
          connection.endCode();
          note("ended");
        });
    FutureTask<String> first = asking(origin, get("/"));
    assertThat(noted()).isEqualTo("one");
    assertThat(text(send(origin.endpoint(), request("POST", "/", Body.of("content")))))
        .isEqualTo("second");
    second.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(noted()).as("of the connection that the origin left").isEqualTo("ended");
    assertThat(ask(origin.endpoint())).isEqualTo("second");
    assertThat(origin.connections()).isEqualTo(2);
  }

  private FutureTask<String> asking(RawHttp2Origin origin, Request request) {
    FutureTask<String> task = new FutureTask<>(() -> text(send(origin.endpoint(), request)));
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void aRefusedRequestIsSentOnceMoreAndThenReportedAsNotSent() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          while (true) {
            int stream = awaitRequest(connection);
            note("request");
            connection.frame(RST_STREAM, stream, REFUSED);
          }
        });
    assertThatThrownBy(() -> ask(origin.endpoint()))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> {
              assertThat(e.stage()).isEqualTo(Stage.CONNECT);
              assertThat(e.failure()).isEqualTo(Failure.CLOSED);
            });
    // Its content was read, so nobody else can send it.
    assertThatThrownBy(() -> send(origin.endpoint(), request("POST", "/", Body.of("x"))))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.stage()).isEqualTo(Stage.SEND));
    for (int i = 0; i < 4; i++) {
      assertThat(noted()).isEqualTo("request");
    }
    assertThat(nothingNoted()).isTrue();
  }

  @Test
  void whenAllStreamsAreInUseAFurtherConnectionIsMade() throws Exception {
    int many = 6;
    CountDownLatch all = new CountDownLatch(many);
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome(3, 2);
          int one = awaitRequest(connection);
          all.countDown();
          int other = awaitRequest(connection);
          all.countDown();
          await(all);
          RawHttp2Origin.answer(connection, one, "fine");
          RawHttp2Origin.answer(connection, other, "fine");
          RawHttp2Origin.answerAll(connection, "fine");
        });
    List<FutureTask<String>> tasks = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      tasks.add(asking(origin, get("/")));
    }
    for (FutureTask<String> task : tasks) {
      assertThat(task.get(10, TimeUnit.SECONDS)).isEqualTo("fine");
    }
    assertThat(origin.connections()).isEqualTo(3);
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(3);
  }

  @Test
  void anOriginThatAllowsNoStreamHasNoConnection() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome(3, 0);
          connection.endCode();
        });
    assertThatThrownBy(() -> ask(origin.endpoint()))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void anOriginThatSaysNothingHasNoConnection() throws Exception {
    RawHttp2Origin origin = origin((connection, number) -> connection.endCode());
    assertThatThrownBy(() -> upstream.send(origin.endpoint(), get("/"), options(300, 5_000, 5_000)))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> {
              assertThat(e.stage()).isEqualTo(Stage.CONNECT);
              assertThat(e.failure()).isEqualTo(Failure.TIMEOUT);
            });
  }

  @Test
  void aGetSurvivesAConnectionThatDiesAsItIsUsedButAPostIsNotSentTwice() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          RawHttp2Origin.answer(connection, awaitRequest(connection), "fine");
          awaitRequest(connection);
          note("dies");
          connection.reset();
        });
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(noted()).isEqualTo("dies");
    assertThatThrownBy(() -> send(origin.endpoint(), request("POST", "/", Body.of("x"))))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CLOSED));
    assertThat(origin.connections()).isEqualTo(2);
  }

  @Test
  void whoeverGivesUpAnAnswerResetsItsStream() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          int stream = awaitRequest(connection);
          connection.headers(stream, false, ":status", "200");
          connection.data(stream, false, "hello");
          note(Integer.toString(connection.next(RST_STREAM).number(0)));
          RawHttp2Origin.answerAll(connection, "fine");
        });
    OriginAnswer answer = send(origin.endpoint(), get("/"));
    answer.body().stream().close();
    assertThat(noted()).isEqualTo(Integer.toString(CANCEL));
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aCompleteAnswerIsWholeEvenIfTheOriginWantsNoMoreOfTheRequest() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome(4, 10);
          int stream = connection.next(HEADERS).stream();
          connection.next(DATA);
          RawHttp2Origin.answer(connection, stream, "enough");
          connection.frame(RST_STREAM, stream, 0);
          RawHttp2Origin.answerAll(connection, "fine");
        });
    OriginAnswer answer = send(origin.endpoint(), request("POST", "/", Body.of("x".repeat(1000))));
    assertThat(text(answer)).isEqualTo("enough");
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aConnectionThatWasMadeBeforehandIsUsedOrKept() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          RawHttp2Origin.answerAll(connection, "fine");
        });
    assertThat(upstream.hasConnection(origin.endpoint())).isFalse();
    Connected connected = upstream.connect(origin.endpoint(), Duration.ofSeconds(5));
    assertThat(upstream.hasConnection(origin.endpoint())).isTrue();
    assertThat(text(connected.send(get("/"), PATIENT))).isEqualTo("fine");
    upstream.connect(origin.endpoint(), Duration.ofSeconds(5)).keep();
    assertThat(ask(origin.endpoint())).isEqualTo("fine");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aDeadOriginIsFoundOutByAPing() throws Exception {
    RawHttp2Origin origin =
        origin((connection, number) -> {
          connection.welcome();
          awaitRequest(connection);
          Frame ping = connection.next(PING);
          connection.frame(PING, 1, 0, ping.payload());
          connection.next(PING);
          note("second");
          connection.endCode();
          note("ended");
        });
    long second = TimeUnit.SECONDS.toNanos(1);
    Loops loops = Loops.acquire();
    SocketTransport transport = SocketTransport.unconnected(loops.next());
    try {
      transport.connect(new InetSocketAddress("127.0.0.1", origin.endpoint().port()), second);
      Times times = new Times(second, second / 10, second / 5, second / 5);
      StreamConnection connection = new StreamConnection(transport, ended -> {}, times);
      connection.begin(5 * second);
      assertThat(connection.reserve()).isTrue();
      Request request = get("/");
      StreamExchange exchange =
          new StreamExchange(connection, request, new Upload(request, PATIENT), PATIENT);
      assertThatThrownBy(() -> exchange.run(request, "http", "a"))
          .isInstanceOfSatisfying(
              UpstreamException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CLOSED))
          .hasRootCauseMessage("the origin does not answer a PING any more");
      assertThat(noted()).isEqualTo("second");
      assertThat(noted()).isEqualTo("ended");
    } finally {
      transport.close();
      loops.release();
    }
  }
}
