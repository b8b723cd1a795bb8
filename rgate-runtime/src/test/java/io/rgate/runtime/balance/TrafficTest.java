package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is known of an endpoint while requests are under way at it. */
class TrafficTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final EndpointStates states = new EndpointStates();
  private final EndpointState state = states.of("a");
  private final Traffic traffic = state.traffic();

  @Test
  void latencyFollowsTheAnswersSlowly() {
    assertThat(state.latencyNanos()).isZero();
    traffic.begin(0);
    traffic.begin(0);
    traffic.answered(0, 800);
    assertThat(state.latencyNanos()).isEqualTo(800);
    traffic.answered(0, 1_600);
    assertThat(state.latencyNanos()).isEqualTo(900);
  }

  @Test
  void requestsAreCountedWhileTheyAreUnderWay() {
    traffic.begin(0);
    traffic.begin(0);
    assertThat(states.counts()).containsEntry("a", 2);
    traffic.endWithoutAnswer();
    traffic.answered(0, 1);
    traffic.end();
    assertThat(states.counts()).isEmpty();
  }

  @Test
  void isSilentWhileRequestsWaitMuchLongerThanUsual() {
    long now = System.nanoTime();
    assertThat(traffic.isSilent()).isFalse();
    traffic.begin(now - SECOND);
    assertThat(traffic.isSilent()).isTrue();
    traffic.begin(now);
    assertThat(traffic.isSilent()).isTrue();
    traffic.answered(now, SECOND);
    assertThat(traffic.isSilent()).isFalse();
    traffic.endWithoutAnswer();
    traffic.end();
    traffic.begin(now - SECOND);
    // A SECOND is usual now.
    assertThat(traffic.isSilent()).isFalse();
  }

  @Test
  void fullOfStreamsIsNotSilent() {
    long before = System.nanoTime() - Duration.ofMinutes(1).toNanos();
    traffic.begin(before);
    traffic.answered(before, 1_000);
    assertThat(state.inFlight()).isEqualTo(1);
    assertThat(traffic.isSilent()).isFalse();
  }

  @Test
  void isSilentWhileContentOfDeclaredLengthPausesMuchLongerThanUsual() throws Exception {
    traffic.begin(System.nanoTime());
    traffic.answered(System.nanoTime(), 1_000);
    traffic.pauses();
    traffic.pauses();
    assertThat(traffic.isSilent()).isFalse();
    Thread.sleep(250);
    assertThat(traffic.isSilent()).isTrue();
    traffic.goesOn();
    assertThat(traffic.isSilent()).as("some content came").isFalse();
    traffic.goesOn();
    Thread.sleep(250);
    assertThat(traffic.isSilent()).as("nobody waits").isFalse();
  }

  @Test
  void isStrainedWhileOneWaitsAndItIsMuchSlowerThanTheQuickest() {
    long now = System.nanoTime();
    traffic.begin(now);
    traffic.begin(now);
    traffic.answered(now, SECOND);
    assertThat(traffic.isStrained(1_000)).isTrue();
    assertThat(traffic.isStrained(SECOND)).as("all are so slow").isFalse();
    traffic.endWithoutAnswer();
    assertThat(traffic.isStrained(1_000)).as("none waits").isFalse();
  }

  @Test
  void isStrainedForAWhileAfterSlowAnswersInARow() {
    long now = System.nanoTime();
    answers(now, SECOND, SECOND, SECOND);
    assertThat(traffic.isStrained(1_000)).as("three answers").isFalse();
    answers(now, SECOND);
    assertThat(traffic.isStrained(1_000)).as("four answers").isTrue();
    assertThat(traffic.isSlack()).isTrue();
    assertThat(traffic.isStrained(SECOND)).as("all are so slow").isFalse();
    answers(now, 1_000);
    assertThat(traffic.isStrained(1_000)).as("a quick one").isFalse();
  }

  @Test
  void isAskedAgainSomeSecondsAfterItsLastSlowAnswer() {
    answers(System.nanoTime() - 5 * SECOND, SECOND, SECOND, SECOND, SECOND);
    assertThat(traffic.isStrained(1_000)).isFalse();
  }

  private void answers(long now, long... nanos) {
    for (long each : nanos) {
      traffic.begin(now);
      traffic.answered(now, each);
      traffic.end();
    }
  }
}
