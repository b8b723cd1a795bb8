package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentTest {
  private static Recent<String> values(int most, String... busy) {
    return new Recent<>(most, key -> new String(key), value -> !List.of(busy).contains(value));
  }

  @Test
  void keepsOneValueForEachKey() {
    Recent<String> values = values(10);

    assertThat(values.get("a")).isSameAs(values.get("a")).isNotSameAs(values.get("b"));
    assertThat(values.size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_000})
  void isBounded(int most) {
    Recent<String> values = values(most);

    for (int i = 0; i < 3 * most; i++) {
      values.get("key " + i);
    }
    assertThat(values.size()).isLessThanOrEqualTo(most).isGreaterThan(most / 2);
  }

  @Test
  void forgetsWhatWasNotUsedLongest() {
    Recent<String> values = values(3);
    String a = values.get("a");
    String b = values.get("b");
    values.get("c");
    assertThat(values.get("a")).isSameAs(a);

    values.get("d");

    assertThat(values.get("a")).isSameAs(a);
    assertThat(values.get("b")).isNotSameAs(b);
  }

  @Test
  void forgetsFirstWhatIsFree() {
    Recent<String> values = values(3, "a");
    String a = values.get("a");
    String b = values.get("b");
    values.get("c");

    values.get("d");

    assertThat(values.get("a")).isSameAs(a);
    assertThat(values.get("b")).isNotSameAs(b);
  }

  @Test
  void staysBoundedWhereNothingIsFree() {
    Recent<String> values = new Recent<>(5, key -> key, value -> false);

    for (int i = 0; i < 100; i++) {
      values.get("key " + i);
    }
    assertThat(values.size()).isEqualTo(5);
  }

  @Test
  void manyThreadsGetTheSameValue() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Recent<Integer> values = new Recent<>(10_000, key -> made.incrementAndGet(), value -> true);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 5_000; i++) {
                  values.get("key " + i % 500);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join(Duration.ofMinutes(1));
    }
    assertThat(made).hasValue(500);
  }
}
