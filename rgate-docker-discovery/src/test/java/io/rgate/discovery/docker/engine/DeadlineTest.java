package io.rgate.discovery.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void returnsWhatTheCallReturns() throws Exception {
    assertThat(Deadline.call(LONG, "GET /x", () -> "answer")).isEqualTo("answer");
  }

  @Test
  void saysWhatFailedAndWhyInTheWordsOfTheInnermostCause() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Deadline.call(
                LONG,
                "GET /x",
                () -> {
                  throw new IllegalStateException(new IOException("Connection refused"));
                }))
        .withMessage("GET /x: Connection refused");
  }

  @Test
  void callThatTakesTooLongIsInterruptedAndItsLateResultClosed() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Deadline.<AutoCloseable>call(
                Duration.ofMillis(1),
                "GET /x",
                () -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                  return closed::countDown;
                }))
        .withMessage("GET /x: no answer within 1 ms");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
