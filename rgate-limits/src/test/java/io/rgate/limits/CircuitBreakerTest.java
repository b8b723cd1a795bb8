package io.rgate.limits;

import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.CLOSED;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.HALF_OPEN;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.api.Request;
import io.rgate.api.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Attempts TRIED =
      new Attempts("r", "b", List.of(Attempt.at("http://127.0.0.1:1")));

  private final TestClock clock = new TestClock();

  private CircuitBreakerFilter.Builder breaker() {
    return CircuitBreakerFilter.builder()
        .clock(clock)
        .of(10, 4)
        .openFor(Duration.ofSeconds(10), Duration.ofSeconds(30))
        .halfOpen(2);
  }

  private Response ask(CircuitBreakerFilter filter, int status) throws IOException {
    return ask(filter, status, Duration.ZERO);
  }

  private Response ask(CircuitBreakerFilter filter, int status, Duration after) throws IOException {
    return filter.filter(
        Request.builder("GET", "/").build(),
        request -> {
          clock.pass(after);
          return Response.text(status, "x").withAttempts(TRIED);
        });
  }

  private void ask(CircuitBreakerFilter filter, int status, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      assertThat(ask(filter, status).status()).isEqualTo(status);
    }
  }

  @Test
  void opensWhenTooManyFail() throws Exception {
    CircuitBreakerFilter filter = breaker().build();

    ask(filter, 200, 2);
    ask(filter, 500, 1);
    assertThat(filter.state()).isEqualTo(CLOSED);
    ask(filter, 503, 1);

    assertThat(filter.state()).isEqualTo(OPEN);
    Response refusal = ask(filter, 200);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.fields().first("Retry-After").map(Integer::parseInt).orElseThrow())
        .isBetween(8, 12);
  }

  @Test
  void staysClosedWhereFewFail() throws Exception {
    CircuitBreakerFilter filter = breaker().build();

    for (int i = 0; i < 20; i++) {
      ask(filter, 200, 2);
      ask(filter, 502, 1);
    }
    assertThat(filter.state()).isEqualTo(CLOSED);
  }

  @Test
  void aFewRequestsFindOutWhetherItWorksAgain() throws Exception {
    CircuitBreakerFilter filter = breaker().build();
    ask(filter, 500, 4);
    clock.pass(Duration.ofSeconds(13));

    ask(filter, 200, 1);
    assertThat(filter.state()).isEqualTo(HALF_OPEN);
    ask(filter, 200, 1);

    assertThat(filter.state()).isEqualTo(CLOSED);
  }

  @Test
  void isOpenForLongerEachTime() throws Exception {
    CircuitBreakerFilter filter = breaker().build();
    ask(filter, 500, 4);
    clock.pass(Duration.ofSeconds(13));
    ask(filter, 500, 2);

    assertThat(filter.state()).isEqualTo(OPEN);
    clock.pass(Duration.ofSeconds(13));
    assertThat(ask(filter, 200).status()).isEqualTo(503);
    clock.pass(Duration.ofSeconds(12));
    ask(filter, 200, 2);
    assertThat(filter.state()).isEqualTo(CLOSED);
  }

  @Test
  void slowAnswersOpenItWhereThatIsSet() throws Exception {
    CircuitBreakerFilter filter = breaker().slow(Duration.ofSeconds(2), 75).build();
    CircuitBreakerFilter patient = breaker().build();

    for (int i = 0; i < 4; i++) {
      ask(filter, 200, Duration.ofSeconds(i == 0 ? 1 : 3));
      ask(patient, 200, Duration.ofSeconds(100));
    }
    assertThat(filter.state()).isEqualTo(OPEN);
    assertThat(patient.state()).isEqualTo(CLOSED);
  }

  @Test
  void whatIsTheClientsFaultDoesNotCount() throws Exception {
    CircuitBreakerFilter filter = breaker().build();

    ask(filter, 404, 100);
    ask(filter, 499, 100);
    ask(filter, 500, 3);
    assertThat(filter.state()).isEqualTo(CLOSED); // there must be four
    ask(filter, 500, 1);
    assertThat(filter.state()).isEqualTo(OPEN);
  }

  @Test
  void whatReachedNoEndpointDoesNotCount() throws Exception {
    CircuitBreakerFilter filter = breaker().build();

    for (int i = 0; i < 100; i++) {
      filter.filter(Request.builder("GET", "/").build(), request -> Response.text(503, "full"));
    }
    assertThat(filter.state()).isEqualTo(CLOSED);
  }

  @Test
  void onlyTheStatusesThatAreSetAreFailures() throws Exception {
    CircuitBreakerFilter filter = breaker().on(Set.of(504)).build();

    ask(filter, 500, 20);
    assertThat(filter.state()).isEqualTo(CLOSED);
    ask(filter, 504, 5);
    assertThat(filter.state()).isEqualTo(OPEN);
  }

  @Test
  void aClientThatLeavesInTheMiddleOfAProbeGivesItsPlaceBack() throws Exception {
    CircuitBreakerFilter filter = breaker().build();
    ask(filter, 500, 4);
    clock.pass(Duration.ofSeconds(13));

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() ->
              filter.filter(
                  Request.builder("GET", "/").build(),
                  request -> {
                    throw new IOException("gone");
                  }))
          .hasMessage("gone");
    }
    ask(filter, 200, 2);
    assertThat(filter.state()).isEqualTo(CLOSED);
  }

  @Test
  void theLogHasALineForEachChange() throws Exception {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger(CircuitBreakerFilter.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage().replaceAll("\\d+ s", "N s"));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      CircuitBreakerFilter filter = breaker().name("shop").build();
      ask(filter, 500, 4);
      clock.pass(Duration.ofSeconds(13));
      ask(filter, 200, 2);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(lines)
        .containsExactly(
            "WARNING the circuit breaker shop is open: too many requests failed or were slow; for"
                + " N s requests get 503",
            "INFO the circuit breaker shop is half open: it lets a few requests through",
            "INFO the circuit breaker shop is closed: requests are served again");
  }
}
