package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend.Ejection;
import io.rgate.runtime.balance.Verdicts.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndpointStateTest {
  private static final Ejection RULES =
      new Ejection(2, Duration.ofSeconds(10), Duration.ofSeconds(60), false);

  private final EndpointStates states = new EndpointStates();
  private final EndpointState state = states.of("a");

  private Duration fail() {
    return state.failed(RULES, "no answer", false, Standing.OUT);
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
    state.failedAgain(RULES, "again", false, true);
    assertThat(millisToProbe()).isBetween(15_900L, 24_100L);
    state.failedAgain(RULES, "again", false, true);
    assertThat(millisToProbe()).isBetween(31_900L, 48_100L);
    for (int i = 0; i < 100; i++) {
      state.failedAgain(RULES, "again", false, true);
      assertThat(millisToProbe()).isBetween(37_000L, 72_100L);
    }
  }

  @Test
  void whereAllAreOutTheTimeDoesNotGrow() {
    fail();
    fail();
    for (int i = 0; i < 10; i++) {
      state.failedAgain(RULES, "again", false, false);
    }
    assertThat(millisToProbe()).isBetween(15_900L, 24_100L);
  }

  @Test
  void oneRequestAtTimeProbes() {
    fail();
    fail();
    assertThat(state.claim()).isTrue();
    assertThat(state.claim()).isFalse();
    state.failedAgain(RULES, "again", false, true);
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
    state.failed(RULES, "refused", true, Standing.OUT);
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
      assertThat(state.failed(RULES, "it answered 503", false, Standing.IN)).isNull();
    }
    assertThat(state.isOut()).isFalse();
    assertThat(fail()).isNotNull();
  }

  @Test
  void rulesThatAreOffTakeNothingOut() {
    for (int i = 0; i < 5; i++) {
      assertThat(state.failed(Ejection.OFF, "refused", true, Standing.OUT)).isNull();
    }
    assertThat(state.isOut()).isFalse();
    assertThat(state.isAvoided(System.nanoTime())).isFalse();
  }

  @Test
  void restartForgetsEverything() {
    fail();
    fail();
    state.failedAgain(RULES, "again", false, true);
    state.restarted();
    assertThat(state.isOut()).isFalse();
    assertThat(state.isPassedBy(System.nanoTime())).isFalse();
    assertThat(fail()).isNull();
    assertThat(fail()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
  }

  @Test
  void whatMayOnlyBeLastIsProbedAsOneThatIsOut() {
    state.failed(RULES, "it answered 503", false, Standing.LAST);
    assertThat(state.isLast()).isFalse();
    assertThat(state.failed(RULES, "it answered 503", false, Standing.LAST)).isNotNull();
    assertThat(state.isLast()).isTrue();
    assertThat(state.isOut()).isFalse();
    assertThat(states.isTroubled()).isTrue();
    assertThat(state.isDue(System.nanoTime())).isFalse();
    assertThat(state.isDue(state.outUntil())).isTrue();
    assertThat(fail()).as("for worse it may be out").isNotNull();
    assertThat(state.isOut()).isTrue();
    assertThat(state.succeeded()).isTrue();
    assertThat(state.isLast()).isFalse();
  }

  @Test
  void oneThatTookNoConnectionIsDueOnceItTookBareOne() {
    state.failed(RULES, "refused", true, Standing.OUT);
    state.failed(RULES, "refused", true, Standing.OUT);
    long over = state.outUntil();
    assertThat(state.isOver(over)).isTrue();
    assertThat(state.isDue(over)).isFalse();
    assertThat(state.isDue(over + Duration.ofSeconds(40).toNanos())).as("long over").isTrue();
    long now = System.nanoTime();
    assertThat(state.mayKnock(now)).isTrue();
    assertThat(state.mayKnock(now)).as("one at a time").isFalse();
    state.knocked(false);
    assertThat(state.mayKnock(System.nanoTime())).as("too early").isFalse();
    now = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    assertThat(state.mayKnock(now)).isTrue();
    state.knocked(true);
    assertThat(state.isDue(System.nanoTime())).isTrue();
    assertThat(state.mayKnock(now)).as("it is reached").isFalse();
    assertThat(state.isOut()).isTrue();
  }

  @Test
  void oneWhoseConnectionHangsIsPreferredLessForOneTime() {
    state.hangs(RULES);
    assertThat(state.isAvoided(System.nanoTime())).isTrue();
    assertThat(states.isTroubled()).isTrue();
    state.succeeded();
    assertThat(state.isAvoided(System.nanoTime())).isFalse();
    state.hangs(Ejection.OFF);
    assertThat(state.isAvoided(System.nanoTime())).isFalse();
  }
}
