package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Trail;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureLineTest {
  private static final Request REQUEST =
      Request.builder("GET", "/a?token=secret").fields(Fields.of("X-Request-Id", "4711")).build();

  @Test
  void saysWhatTheSampleSays() {
    Trail trail =
        new Trail(
            "/",
            "b",
            List.of(
                new Attempt("one", Stage.CONNECT, Failure.UNREACHABLE, 1_500_000),
                new Attempt("two", Stage.BODY, Failure.CLOSED, 20_000_000)));

    assertThat(FailureLine.of(REQUEST, "cut", trail, new IOException("reset")))
        .isEqualTo(
            "4711 GET /a -> cut; one: UNREACHABLE at CONNECT after 1 ms;"
                + " two: CLOSED at BODY after 20 ms; last: reset");
  }

  @Test
  void saysWithoutAttemptsOnlyWhatHappened() {
    assertThat(FailureLine.of(REQUEST, "500: why", Trail.NONE, null))
        .isEqualTo("4711 GET /a -> 500: why");
  }
}
