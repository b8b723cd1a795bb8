package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend.Ejection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndpointStateTest {
  private static final Ejection RULES =
      new Ejection(2, Duration.ofSeconds(10), Duration.ofSeconds(60), false);

  private final EndpointStates states = new EndpointStates();
  private final EndpointState state = states.of("a");

  private Duration fail() {
    return state.failed(RULES, "no answer", false, true);
  }

  private long millisToProbe() {
    return (state.outUntil() - System.nanoTime()) / 1_000_000;
  }

  @Test
  void takesTwoFailuresInRowToBeOut() {
    assertThat(fail()).isNull();
    assertThat(state.isOut()).isFalse();
    assertThat(states.isTroubled()).isFalse();
    assertThat(fail()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    assertThat(state.isOut()).isTrue();
    assertThat(states.isTroubled()).isTrue();
    assertThat(state.lastFailure()).isEqualTo("no answer");
  }

  @Test
  void successInBetweenMakesTheCountStartAnew() {
    fail();
    assertThat(state.succeeded()).isFalse();
    assertThat(fail()).isNull();
    assertThat(state.isOut()).isFalse();
  }

  @Test
  void failuresOfRequestsThatWereUnderWayDoNotMakeItLonger() {
    fail();
    fail();
    long before = state.outUntil();
    assertThat(fail()).isNull();
    assertThat(state.outUntil()).isEqualTo(before);
  }

  @Test
  void eachFurtherTimeIsTwiceAsLongUpToTheLongest() {
    fail();
    fail();
    state.failedAgain(RULES, "again", true);
    assertThat(millisToProbe()).isBetween(15_900L, 24_100L);
    state.failedAgain(RULES, "again", true);
    assertThat(millisToProbe()).isBetween(31_900L, 48_100L);
    for (int i = 0; i < 100; i++) {
      state.failedAgain(RULES, "again", true);
      assertThat(millisToProbe()).isBetween(37_000L, 72_100L);
    }
  }

  @Test
  void whereAllAreOutTheTimeDoesNotGrow() {
    fail();
    fail();
    for (int i = 0; i < 10; i++) {
      state.failedAgain(RULES, "again", false);
    }
    assertThat(millisToProbe()).isBetween(15_900L, 24_100L);
  }

  @Test
  void oneRequestAtTimeProbes() {
    fail();
    fail();
    assertThat(state.claim()).isTrue();
    assertThat(state.claim()).isFalse();
    state.failedAgain(RULES, "again", true);
    assertThat(state.claim()).isTrue();
    state.abandon();
    assertThat(state.claim()).isTrue();
  }

  @Test
  void afterBareConnectionOneFailureTakesItOutAgain() {
    fail();
    fail();
    assertThat(state.connected(RULES)).isTrue();
    assertThat(state.isOut()).isFalse();
    assertThat(fail()).isNotNull();
  }

  @Test
  void isPassedByAtFirstAfterItCameBackAndNotForEver() {
    fail();
    fail();
    state.succeeded();
    int passed = 0;
    for (int i = 0; i < 1_000; i++) {
      passed += state.isPassedBy(System.nanoTime()) ? 1 : 0;
    }
    assertThat(passed).isGreaterThan(800);
    assertThat(state.isPassedBy(System.nanoTime() + Duration.ofSeconds(5).toNanos())).isFalse();
    assertThat(state.isPassedBy(System.nanoTime())).isFalse();
  }

  @Test
  void refusedConnectionMakesItTheLastToBeTriedForOneTime() {
    state.failed(RULES, "refused", true, true);
    long now = System.nanoTime();
    assertThat(state.isOut()).isFalse();
    assertThat(state.isAvoided(now)).isTrue();
    assertThat(state.isAvoided(now + Duration.ofSeconds(11).toNanos())).isFalse();
    state.succeeded();
    assertThat(state.isAvoided(now)).isFalse();
  }

  @Test
  void whatMayNotBeOutIsOnlyCounted() {
    for (int i = 0; i < 5; i++) {
      assertThat(state.failed(RULES, "it answered 503", false, false)).isNull();
    }
    assertThat(state.isOut()).isFalse();
    assertThat(fail()).isNotNull();
  }

  @Test
  void rulesThatAreOffTakeNothingOut() {
    for (int i = 0; i < 5; i++) {
      assertThat(state.failed(Ejection.OFF, "refused", true, true)).isNull();
    }
    assertThat(state.isOut()).isFalse();
    assertThat(state.isAvoided(System.nanoTime())).isFalse();
  }

  @Test
  void restartForgetsEverything() {
    fail();
    fail();
    state.failedAgain(RULES, "again", true);
    state.restarted();
    assertThat(state.isOut()).isFalse();
    assertThat(state.isPassedBy(System.nanoTime())).isFalse();
    assertThat(fail()).isNull();
    assertThat(fail()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
  }

  @Test
  void latencyFollowsTheAnswersSlowly() {
    assertThat(state.latencyNanos()).isZero();
    state.begin(0);
    state.begin(0);
    state.answered(0, 800);
    assertThat(state.latencyNanos()).isEqualTo(800);
    state.answered(0, 1_600);
    assertThat(state.latencyNanos()).isEqualTo(900);
  }

  @Test
  void requestsAreCountedWhileTheyAreUnderWay() {
    state.begin(0);
    state.begin(0);
    assertThat(states.counts()).containsEntry("a", 2);
    state.endWithoutAnswer();
    state.answered(0, 1);
    state.end();
    assertThat(states.counts()).isEmpty();
  }

  @Test
  void isSilentWhileRequestsWaitMuchLongerThanUsual() {
    long now = System.nanoTime();
    long second = Duration.ofSeconds(1).toNanos();
    assertThat(state.isSilent()).isFalse();
    state.begin(now - second);
    assertThat(state.isSilent()).isTrue();
    state.begin(now);
    assertThat(state.isSilent()).isTrue();
    state.answered(now, second);
    assertThat(state.isSilent()).isFalse();
    state.endWithoutAnswer();
    state.end();
    state.begin(now - second);
    // A second is usual now.
    assertThat(state.isSilent()).isFalse();
  }

  @Test
  void fullOfStreamsIsNotSilent() {
    long before = System.nanoTime() - Duration.ofMinutes(1).toNanos();
    state.begin(before);
    state.answered(before, 1_000);
    assertThat(state.inFlight()).isEqualTo(1);
    assertThat(state.isSilent()).isFalse();
  }
}
