package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
  private final Budget budget = new Budget();

  private int places(int percent, int inFlight) {
    int taken = 0;
    while (budget.take(percent, inFlight)) {
      taken++;
    }
    for (int i = 0; i < taken; i++) {
      budget.release();
    }
    return taken;
  }

  @Test
  void tenAreAlwaysThereAndAFifthOfMany() {
    assertThat(places(20, 0)).isEqualTo(10);
    assertThat(places(20, 15)).isEqualTo(10);
    assertThat(places(20, 100)).isEqualTo(20);
    assertThat(places(100, 17)).isEqualTo(17);
  }

  @Test
  void zeroPercentIsNone() {
    assertThat(places(0, 1_000)).isZero();
  }
}
