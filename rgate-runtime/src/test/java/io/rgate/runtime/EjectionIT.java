package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Endpoint;
import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Request;
import io.rgate.api.Timeouts;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One of several origins fails: what the clients notice of it. */
class EjectionIT extends OverTheWire {
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na";
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy";

  private void gateway(Backend backend, RawOrigin... origins) {
    // Only what is waited for is short.
    Timeouts timeouts = Timeouts.DEFAULT.withResponseHead(Duration.ofSeconds(1));
    gateway(builder(backend, Forwarding.DEFAULT.withTimeouts(timeouts), origins));
  }

  /** Reads each request and closes the connection without an answer. */
  private RawOrigin closing() throws Exception {
    return origin((wire, self) -> self.next(wire));
  }

  private int failures(String request, int times) throws Exception {
    int failures = 0;
    for (int i = 0; i < times; i++) {
      failures += ask(request).status() == 200 ? 0 : 1;
    }
    return failures;
  }

  /** Sends GETs, each of which must be answered, until {@code origin} has seen so many. */
  private void getUntilSeen(RawOrigin origin, int requests) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (origin.requests().size() < requests) {
      assertThat(ask(GET).status()).isEqualTo(200);
      assertThat(System.nanoTime()).as("time for %d requests", requests).isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  @Test
  void anOriginThatClosesCostsTwoPostsAndNoGet() throws Exception {
    RawOrigin bad = closing();
    Ejection rules = new Ejection(2, Duration.ofSeconds(30), Duration.ofMinutes(1), false);
    gateway(ALL.withEjection(rules), bad, answering(OK));
    assertThat(failures(GET, 5)).isZero();
    assertThat(failures(POST, 40)).isLessThanOrEqualTo(2);
    // The JDK's client by itself sends a GET again that got no answer.
    assertThat(bad.requests()).hasSizeLessThanOrEqualTo(kind.isJdkClient() ? 6 : 3);
  }

  @Test
  void withoutEjectionItGetsItsShareForEver() throws Exception {
    gateway(ALL.withEjection(Ejection.OFF), closing(), answering(OK));
    assertThat(failures(POST, 60)).isGreaterThan(10);
    assertThat(failures(GET, 20)).isZero();
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void aGetThatGets503OrNoAnswerInTimeIsSentToAnotherOne() throws Exception {
    RawOrigin silent = origin((wire, self) -> new CountDownLatch(1).await());
    gateway(ALL, answering(UNAVAILABLE), silent, answering(OK));
    assertThat(failures(GET, 12)).isZero();
  }

  @Test
  void whatRetriesLeaveOutIsNotSentAgain() throws Exception {
    Retries none = new Retries(0, Set.of(), 20);
    gateway(
        ALL.withEjection(Ejection.OFF).withRetries(none),
        answering(UNAVAILABLE),
        answering(UNAVAILABLE));
    Message answer = ask(GET);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).isEqualTo("busy");
  }

  @Test
  void the503OfTheLastOneGoesToTheClientAsItIs() throws Exception {
    gateway(ALL, answering(UNAVAILABLE), answering(UNAVAILABLE));
    for (int i = 0; i < 6; i++) {
      Message answer = ask(GET);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).isEqualTo("busy");
    }
  }

  @Test
  void whereAllAreOutOneRequestTriesAndTheRestGets503AtOnce() throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    CountDownLatch healed = new CountDownLatch(1);
    RawOrigin.Script script =
        (wire, self) -> {
          while (self.next(wire) != null && !failing.get()) {
            healed.await();
            wire.send(OK);
          }
        };
    RawOrigin one = origin(script);
    RawOrigin other = origin(script);
    gateway(ALL, one, other);
    assertThat(failures(POST, 4)).isEqualTo(4);
    failing.set(false);

    Wire trying = client().send(POST);
    eventually(
        "the request is at an origin", () -> one.requests().size() + other.requests().size() == 5);
    Message refused = ask(GET);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.first("Retry-After")).matches("[1-9]");
    assertThat(one.requests().size() + other.requests().size()).isEqualTo(5);

    healed.countDown();
    assertThat(trying.response().status()).isEqualTo(200);
    assertThat(failures(POST, 5)).isZero();
  }

  @Test
  void anOriginThatIsAloneIsNotOutForWhatItAnswers() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          Message request = self.next(wire);
          while (request != null && !request.startLine().startsWith("POST")) {
            if (request.startLine().contains("/wait")) {
              over.await();
            }
            wire.send(OK);
            request = self.next(wire);
          }
        });
    gateway(ALL, origin);
    assertThat(failures(POST, 5)).isEqualTo(5);
    Wire waiting = client().send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    eventually("another request is under way", () -> origin.requests().size() == 6);
    assertThat(failures(GET, 5)).isZero();
    over.countDown();
    assertThat(waiting.response().status()).isEqualTo(200);
  }

  /** Sends as this kind of gateway does, and throws while it is told to. */
  private UpstreamProvider throwing(AtomicBoolean now) {
    Upstream real = open(kind().upstream().create());
    return new UpstreamProvider() {
      @Override
      public String name() {
        return "throwing";
      }

      @Override
      public boolean supports(Endpoint endpoint) {
        return true;
      }

      @Override
      public Upstream create() {
        return new Upstream() {
          @Override
          public OriginAnswer send(Endpoint endpoint, Request request, SendOptions options)
              throws UpstreamException {
            if (now.get()) {
              throw new IllegalStateException("a bug");
            }
            return real.send(endpoint, request, options);
          }

          @Override
          public void close() {
            // closed by the test
          }
        };
      }
    };
  }

  @Test
  void aProbeThatEndsInABugOfTheUpstreamIsFollowedByAnother() throws Exception {
    AtomicBoolean bug = new AtomicBoolean();
    RawOrigin origin = healing();
    Ejection rules = new Ejection(2, Duration.ofMillis(100), Duration.ofMillis(200), false);
    gateway(
        builder(ALL.withEjection(rules), Forwarding.DEFAULT, origin, answering(OK))
            .upstream(throwing(bug)));
    getUntilSeen(origin, 2);
    Thread.sleep(500); // until it may be probed
    bug.set(true);
    assertThat(ask(GET).status()).isEqualTo(500);
    bug.set(false);
    getUntilSeen(origin, 8);
  }

  @Test
  void anOriginThatHealsGetsRequestsAgain() throws Exception {
    Ejection rules = new Ejection(2, Duration.ofMillis(100), Duration.ofSeconds(1), false);
    RawOrigin origin = healing();
    gateway(ALL.withEjection(rules), origin, answering(OK));
    getUntilSeen(origin, 2);
    getUntilSeen(origin, 8);
  }

  /** Closes its first two connections without an answer. */
  private RawOrigin healing() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    return origin((wire, self) -> {
      if (connections.incrementAndGet() > 2) {
        while (self.next(wire) != null) {
          wire.send(OK);
        }
      } else {
        self.next(wire);
      }
    });
  }

  @Test
  void aCutInTheContentCounts() throws Exception {
    RawOrigin cut = answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    Ejection rules = new Ejection(2, Duration.ofSeconds(30), Duration.ofMinutes(1), false);
    gateway(ALL.withEjection(rules), cut, answering(OK));
    int broken = 0;
    for (int i = 0; i < 40; i++) {
      Message answer = ask(GET);
      broken += answer.status() == 200 && answer.whole() ? 0 : 1;
    }
    assertThat(broken).isBetween(1, 4);
  }
}
