package io.rgate.discovery.docker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesToOneSecond() {
    Backoff backoff = new Backoff(RandomGenerator.of("L64X128MixRandom"));
    List<Duration> delays = Stream.generate(backoff::next).limit(6).toList();
    List<Integer> full = List.of(100, 200, 400, 800, 1000, 1000);
    for (int i = 0; i < full.size(); i++) {
      assertThat(delays.get(i).toMillis()).isBetween(full.get(i) / 2L, (long) full.get(i));
    }
  }

  @Test
  void beginsAnewAfterReset() {
    Backoff backoff = new Backoff(RandomGenerator.of("L64X128MixRandom"));
    for (int i = 0; i < 6; i++) {
      backoff.next();
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
