package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Forwarding;
import io.rgate.api.Timeouts;
import io.rgate.spi.Sample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 30 and 31 of docs/conformance.md: origins that are away, late or gone. */
class OriginFailureIT extends OverTheWire {
  private static final Duration SOON = Duration.ofMillis(400);

  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

  private final Recording samples = new Recording();

  private Gateway.Builder measured(RawOrigin... origins) {
    return measured(Timeouts.DEFAULT, origins);
  }

  /** Only what a test waits for is short: another timeout would end it on a busy machine. */
  private Gateway.Builder measured(Timeouts timeouts, RawOrigin... origins) {
    return builder(Forwarding.DEFAULT.withTimeouts(timeouts), origins).stats(samples);
  }

  /** A port of this machine that nobody listens on, nor can while the test runs: it is taken. */
  private String refusing() throws Exception {
    Socket taken = open(new Socket());
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return "http://127.0.0.1:" + taken.getLocalPort();
  }

  /** Listens and accepts nothing: its queue is full, so that connecting takes for ever. */
  private String blackHole() throws Exception {
    ServerSocket full = open(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    List<Socket> queued = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Socket socket = open(new Socket());
      queued.add(socket);
      Thread.ofVirtual().start(() -> connect(socket, full.getLocalPort()));
    }
    Thread.sleep(200); // for the queue to fill; none of it is ever accepted
    assertThat(queued).hasSize(4);
    return "http://127.0.0.1:" + full.getLocalPort();
  }

  private static void connect(Socket socket, int port) {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
    } catch (java.io.IOException e) {
      assertThat(e).isNotNull(); // closed with the test, while it waits
    }
  }

  @Test
  void case30ARefusedConnectionGets503AndTheLogHasWhy() throws Exception {
    gateway(measured().endpoint(refusing(), Map.of("all", "")));
    Message answer = ask(GET);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).isEqualTo("Service Unavailable\n");
    assertThat(samples.tried())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.stage()).isEqualTo(Stage.CONNECT))
        .satisfies(attempt -> assertThat(attempt.failure()).isEqualTo(Failure.UNREACHABLE));
  }

  @Test
  void case30ANameThatDoesNotResolveGets503() throws Exception {
    gateway(measured().endpoint("http://nowhere.invalid:80", Map.of("all", "")));
    assertThat(ask(GET).status()).isEqualTo(503);
    assertThat(samples.tried().getFirst().failure()).isEqualTo(Failure.UNREACHABLE);
  }

  @Test
  @Execution(CONCURRENT)
  void case30AConnectionThatIsNotMadeInTimeGets503() throws Exception {
    gateway(measured(Timeouts.DEFAULT.withConnect(SOON)).endpoint(blackHole(), Map.of("all", "")));
    long start = System.nanoTime();
    assertThat(ask(GET).status()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(350), Duration.ofSeconds(5));
    Attempt attempt = samples.tried().getFirst();
    assertThat(attempt.stage()).isEqualTo(Stage.CONNECT);
    assertThat(attempt.failure()).isEqualTo(Failure.TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", POST})
  void case30AnotherEndpointIsTriedForEveryMethodWhereNoneCouldBeReached(String request)
      throws Exception {
    RawOrigin origin = answering(OK);
    Gateway.Builder builder = measured(origin);
    for (int i = 0; i < 2; i++) {
      builder.endpoint(refusing(), Map.of("all", ""));
    }
    gateway(builder);
    for (int i = 0; i < 20; i++) {
      assertThat(ask(request).status()).isEqualTo(200);
      List<Attempt> attempts = samples.tried();
      assertThat(attempts.getLast().failure()).isNull();
      assertThat(attempts.getLast().stage()).isEqualTo(Stage.BODY);
      assertThat(attempts.subList(0, attempts.size() - 1)).allMatch(Attempt::nothingSent);
    }
    assertThat(origin.requests()).hasSize(20);
  }

  @Test
  void case30EachEndpointIsTriedOnceWhileNothingWasSent() throws Exception {
    Gateway.Builder builder = measured();
    for (int i = 0; i < 5; i++) {
      builder.endpoint(refusing(), Map.of("all", ""));
    }
    gateway(builder);
    assertThat(ask(GET).status()).isEqualTo(503);
    assertThat(samples.tried()).hasSize(5).map(Attempt::endpoint).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"GET, 0", "POST, 2"})
  @Execution(CONCURRENT)
  void case30AnAnswerThatDoesNotComeInTimeGets504AndIsNotAskedForAgain(String method, int length)
      throws Exception {
    RawOrigin silent =
        origin((wire, self) -> {
          self.next(wire);
          wire.rest();
        });
    RawOrigin other = answering(OK);
    gateway(measured(Timeouts.DEFAULT.withResponseHead(SOON), silent));
    String request =
        method
            + " / HTTP/1.1\r\nHost: a\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + "x".repeat(length);
    assertThat(ask(request).status()).isEqualTo(504);
    assertThat(other.requests()).isEmpty();
    Attempt attempt = samples.tried().getFirst();
    assertThat(attempt.stage()).isEqualTo(Stage.HEAD);
    assertThat(attempt.failure()).isEqualTo(Failure.TIMEOUT);
  }

  @Test
  @Execution(CONCURRENT)
  void case30AnOriginThatTakesNothingOfAnUploadGets504() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    RawOrigin deaf =
        origin((wire, self) -> {
          wire.head();
          answered.await();
        });
    // What counts here is how long a write may take: the answer's time begins when it is done.
    gateway(measured(Timeouts.DEFAULT.withResponseHead(Duration.ofSeconds(1)), deaf));
    int length = 20_000_000;
    Wire client =
        client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
    Thread sender = Thread.ofVirtual().start(() -> sendQuietly(client, new byte[length]));
    assertThat(client.response().status()).isEqualTo(504);
    answered.countDown();
    client.close();
    sender.join();
    assertThat(samples.tried().getFirst().stage()).isEqualTo(Stage.SEND);
  }

  private static void sendQuietly(Wire client, byte[] bytes) {
    try {
      client.send(bytes);
    } catch (java.io.IOException e) {
      assertThat(e).isNotNull(); // the upload is cut: that is what is waited for
    }
  }

  @Test
  @Execution(CONCURRENT)
  void case30ContentThatStallsIsCutInTime() throws Exception {
    RawOrigin stalling =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
          wire.rest();
        });
    gateway(measured(Timeouts.DEFAULT.withIdleBody(SOON), stalling));
    long start = System.nanoTime();
    Message answer = ask(GET);
    assertThat(answer.text()).isEqualTo("abc");
    answer.requireCut();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(350), Duration.ofSeconds(5));
    Sample sample = samples.next();
    assertThat(sample.outcome()).isEqualTo(Sample.Outcome.ORIGIN_CUT);
    Attempt attempt = sample.attempts().all().getLast();
    assertThat(attempt.stage()).isEqualTo(Stage.BODY);
    assertThat(attempt.failure()).isEqualTo(Failure.TIMEOUT);
    assertThat(attempt.nanos()).isBetween(350_000_000L, sample.totalNanos());
  }

  @Test
  void case27TheRecordSaysThatContentBrokeOff() throws Exception {
    gateway(measured(answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")));

    boolean begun = requireBrokenOff(ask(GET), "abc");

    Sample sample = samples.next();
    assertThat(sample.status()).isEqualTo(502);
    assertThat(sample.bytesOut()).isEqualTo(begun ? 3 : "Bad Gateway\n".length());
    Attempt attempt = sample.attempts().all().getLast();
    assertThat(attempt.stage()).isEqualTo(begun ? Stage.BODY : Stage.HEAD);
    assertThat(attempt.failure()).isEqualTo(begun ? Failure.CLOSED : Failure.INVALID);
  }

  @Test
  void case31AGetOverAStaleConnectionSucceeds() throws Exception {
    RawOrigin closing = answeringOnce(OK);
    gateway(measured(closing));
    for (int i = 0; i < 50; i++) {
      assertThat(ask(GET).status()).isEqualTo(200);
    }
  }

  @Test
  void case31APostIsNeverSentTwice() throws Exception {
    RawOrigin closing =
        origin((wire, self) -> {
          Message request = self.next(wire);
          while (request != null && request.startLine().startsWith("GET")) {
            wire.send(OK);
            request = self.next(wire);
          }
          wire.reset(); // taken, and gone before a byte of an answer
        });
    RawOrigin second = answering(OK);
    gateway(measured(closing));
    assertThat(ask(GET).status()).isEqualTo(200);
    int sent = closing.requests().size();
    assertThat(ask(POST).status()).isEqualTo(503);
    assertThat(closing.requests()).hasSize(sent + 1);
    assertThat(second.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "OPTIONS, 200", "DELETE, 503", "POST, 503"})
  void case31WhereAByteMayHaveBeenSentOnlyASafeRequestGoesToAnotherEndpoint(
      String method, int status) throws Exception {
    // The first request of each connection is taken, and nothing comes back.
    RawOrigin gone = origin((wire, self) -> self.next(wire));
    RawOrigin there = answering(OK);
    gateway(measured(gone, there));
    boolean content = method.equals("POST");
    for (int i = 0; i < 20; i++) {
      int before = there.requests().size();
      Message answer =
          ask(
              method
                  + " / HTTP/1.1\r\nHost: a\r\n"
                  + (content ? "Content-Length: 2\r\n\r\nhi" : "\r\n"));
      List<Attempt> attempts = samples.tried();
      if (attempts.getFirst().failure() == null) {
        assertThat(answer.status()).isEqualTo(200);
      } else {
        assertThat(attempts.getFirst().failure()).isEqualTo(Failure.CLOSED);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(there.requests()).hasSize(before + (status == 200 ? 1 : 0));
      }
    }
    assertThat(gone.requests()).isNotEmpty();
  }

  @Test
  void nothingOfAddressesOrExceptionsReachesTheClient() throws Exception {
    String url = refusing();
    gateway(measured().endpoint(url, Map.of("all", "")));
    String everything = client().send(LAST_GET).rest();
    assertThat(everything)
        .doesNotContain(url.substring("http://".length()))
        .doesNotContain("127.0.0.1")
        .doesNotContainIgnoringCase("exception")
        .doesNotContainIgnoringCase("refused");
  }
}
