package io.rgate.discovery.docker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutagesTest {
  private final AtomicLong now = new AtomicLong();
  private final Outages outages = new Outages(now::get);

  @Test
  void firstFailureOfRowIsToldAndItsEndWithTheNumberOfTries() {
    assertThat(outages.over()).as("the first answer").contains("");
    assertThat(outages.failed("away")).contains("away");
    for (int i = 0; i < 300; i++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(outages.failed("away")).isEmpty();
    }
    assertThat(outages.over()).contains(", after 301 failed tries");
  }

  @Test
  void rowsThatFollowEachOtherQuicklyAreSummedUpOnceMinute() {
    outages.over();
    int told = 0;
    String last = "";
    for (int second = 0; second <= 120; second++) {
      var message = outages.failed("cut");
      told += message.isPresent() ? 1 : 0;
      last = message.orElse(last);
      outages.over();
      now.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertThat(told).isEqualTo(3);
    assertThat(last).isEqualTo("cut (and 59 failures since the last such message)");
  }

  /** It began too early to be told, but it lasts. */
  @Test
  void rowThatLastsIsToldInTheEnd() {
    outages.failed("cut");
    outages.over();
    assertThat(outages.failed("away")).isEmpty();
    assertThat(outages.over()).as("nobody knows that it was away").isEmpty();
    assertThat(outages.failed("away")).isEmpty();
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(outages.failed("away"))
        .contains("away (and 2 failures since the last such message)");
    assertThat(outages.over()).contains(", after 2 failed tries");
  }
}
