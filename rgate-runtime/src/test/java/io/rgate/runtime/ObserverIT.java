package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import io.rgate.spi.Observer;
import io.rgate.spi.Sample;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What observers see of requests, and what those that fail cost. */
class ObserverIT extends GatewayRig {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final LogLines log = new LogLines();

  @AfterEach
  void closeLog() {
    log.close();
  }

  private final class Recorder implements Observer {
    @Override
    public Observation begin(Request request) {
      seen.add("begin " + request.path());
      return new Observation() {
        @Override
        public void attempted(Attempt attempt) {
          seen.add("attempt " + attempt.failure());
        }

        @Override
        public void ended(Sample sample) {
          seen.add("end " + sample.status() + " " + sample.attempts().route());
        }
      };
    }
  }

  @Test
  void eachRequestIsFollowedFromItsBeginToItsEnd() throws Exception {
    gateway(builder(Forwarding.DEFAULT, answering(OK)).observer(new Recorder()));

    assertThat(ask(LAST_GET).status()).isEqualTo(200);

    eventually("the end is told", () -> seen.size() == 3);
    assertThat(seen).containsExactly("begin /", "attempt null", "end 200 /");
  }

  @Test
  void eachAttemptIsTold() throws Exception {
    Forwarding forwarding = Forwarding.DEFAULT;
    RawOrigin silent = origin((wire, self) -> self.next(wire)); // ends without one byte
    gateway(builder(forwarding, silent, silent).observer(new Recorder()));

    assertThat(ask(LAST_GET).status()).isEqualTo(503);

    eventually("the end is told", () -> seen.stream().anyMatch(line -> line.startsWith("end")));
    assertThat(seen).startsWith("begin /", "attempt CLOSED").endsWith("end 503 /");
  }

  @Test
  void requestsForTheStatisticsAreNotObserved() throws Exception {
    gateway(builder(Forwarding.DEFAULT, answering(OK)).observer(new Recorder()));

    ask("GET /stats HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    ask(LAST_GET);

    eventually("the end is told", () -> seen.size() == 3);
    assertThat(seen).startsWith("begin /", "attempt null");
  }

  @Test
  void whatAnObserverThrowsCostsALineAndNoRequest() throws Exception {
    Observer throwsAtOnce =
        request -> {
          throw new IllegalStateException("begin");
        };
    Observer throwsAtTheEnd =
        request ->
            sample -> {
              throw new IllegalStateException("end");
            };
    gateway(
        builder(Forwarding.DEFAULT, answering(OK))
            .observer(throwsAtOnce)
            .observer(throwsAtTheEnd)
            .observer(request -> null)
            .observer(new Recorder()));

    for (int i = 1; i <= 2; i++) {
      assertThat(ask(LAST_GET).status()).isEqualTo(200);
      int ends = 3 * i;
      eventually("the end is told", () -> seen.size() == ends);
    }

    assertThat(log.all().stream().filter(line -> line.contains("observer ")).toList())
        .hasSize(2)
        .allMatch(line -> line.startsWith("WARNING") && line.contains(ObserverIT.class.getName()));
  }
}
