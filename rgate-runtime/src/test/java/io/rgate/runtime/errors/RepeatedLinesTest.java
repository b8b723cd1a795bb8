package io.rgate.runtime.errors;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

  /** Time that passes when the test says so, and the tasks that wait for it. */
  private static final class Time {
    private record Task(long at, Runnable run) {}

    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>((a, b) -> Long.compare(a.at - b.at, 0));
    private long now = Long.MAX_VALUE - 5_000_000_000L; // overflows on the way, as a clock may

    long now() {
      return now;
    }

    void after(Duration delay, Runnable run) {
      tasks.add(new Task(now + delay.toNanos(), run));
    }

    void pass(Duration duration) {
      long end = now + duration.toNanos();
      while (!tasks.isEmpty() && tasks.peek().at - end <= 0) {
        Task next = tasks.remove();
        now = next.at;
        next.run.run();
      }
      now = end;
    }
  }

  private final Time time = new Time();
  private final List<String> written = new ArrayList<>();
  private final RepeatedLines lines =
      new RepeatedLines((level, line) -> written.add(line), time::now, time::after);

  private void log(String key, int times) {
    for (int i = 0; i < times; i++) {
      lines.log(WARNING, key, () -> key + "!");
    }
  }

  private List<String> taken() {
    List<String> all = List.copyOf(written);
    written.clear();
    return all;
  }

  @Test
  void theFirstFewAreWrittenAndTheRestIsSummedUp() {
    log("a", 1239);

    assertThat(taken()).containsExactly("a!", "a!", "a!", "a!", "a!");
    time.pass(Duration.ofSeconds(9));
    assertThat(taken()).isEmpty();
    time.pass(Duration.ofSeconds(1));
    assertThat(taken()).containsExactly("… 1,234 more like this in 10 s: a");
  }

  @Test
  void whileItGoesOnThereIsOneLineInEachTenSeconds() {
    log("a", 6);
    taken();
    for (int second = 0; second < 30; second++) {
      time.pass(Duration.ofSeconds(1));
      log("a", 100);
    }

    // What comes at the very end of ten seconds is in the next ones.
    assertThat(taken())
        .containsExactly(
            "… 901 more like this in 10 s: a",
            "… 1,000 more like this in 10 s: a",
            "… 1,000 more like this in 10 s: a");
  }

  @Test
  void afterTenQuietSecondsTheFirstFewAreWrittenAgain() {
    log("a", 6);
    time.pass(Duration.ofSeconds(20));
    taken();

    log("a", 2);

    assertThat(taken()).containsExactly("a!", "a!");
  }

  @Test
  void fewLinesAreNeverSummedUp() {
    for (int i = 0; i < 20; i++) {
      log("a", 4);
      time.pass(Duration.ofSeconds(10));
    }

    assertThat(taken()).hasSize(80).containsOnly("a!");
  }

  @Test
  void oneOtherIsToldAsOne() {
    log("a", 6);
    taken();
    time.pass(Duration.ofSeconds(10));

    assertThat(taken()).containsExactly("… 1 more like this in 10 s: a");
  }

  @Test
  void eachKindHasItsOwnCount() {
    log("a", 7);
    log("b", 1);
    time.pass(Duration.ofSeconds(10));

    assertThat(taken())
        .containsExactly("a!", "a!", "a!", "a!", "a!", "b!", "… 2 more like this in 10 s: a");
  }

  @Test
  void eachLevelHasItsOwnCountAndWritesWithItsLevel() {
    List<String> all = new ArrayList<>();
    RepeatedLines own =
        new RepeatedLines((level, line) -> all.add(level + " " + line), time::now, time::after);
    for (int i = 0; i < 6; i++) {
      own.log(WARNING, "a", () -> "w");
      own.log(ERROR, "a", () -> "e");
    }
    time.pass(Duration.ofSeconds(10));

    assertThat(all).hasSize(12);
    assertThat(all.subList(10, 12))
        .containsExactlyInAnyOrder(
            "WARNING … 1 more like this in 10 s: a", "ERROR … 1 more like this in 10 s: a");
  }

  @Test
  void whoAsksForDetailsGetsThemAll() {
    for (int i = 0; i < 100; i++) {
      lines.log(DEBUG, "a", () -> "detail");
    }

    assertThat(taken()).hasSize(100).containsOnly("detail");
  }

  @Test
  void aLineThatIsNotWrittenIsNotMade() {
    log("a", 5);

    lines.log(
        WARNING,
        "a",
        () -> {
          throw new AssertionError("made for nothing");
        });

    assertThat(taken()).hasSize(5);
  }

  @Test
  void endlesslyManyKindsShareOneCountAndTakeNoMoreMemory() {
    for (int i = 0; i < 5000; i++) {
      log("endpoint " + i, 1);
    }

    assertThat(lines.kinds()).isLessThanOrEqualTo(RepeatedLines.MOST_KINDS + 1);
    assertThat(taken()).hasSize(RepeatedLines.MOST_KINDS + 5);
    time.pass(Duration.ofSeconds(10));
    assertThat(taken()).containsExactly("… 3,995 more like this in 10 s: several");
  }

  @Test
  void kindsThatAreOverAreForgottenWhenThereAreMany() {
    for (int i = 0; i < RepeatedLines.MOST_KINDS; i++) {
      log("endpoint " + i, 1);
    }
    time.pass(Duration.ofSeconds(10));
    taken();

    log("new", 1);

    assertThat(lines.kinds()).isEqualTo(1);
    assertThat(taken()).containsExactly("new!");
  }

  @Test
  void whatIsLeftAtTheEndIsWrittenThen() {
    log("a", 8);
    taken();
    time.pass(Duration.ofSeconds(3));

    lines.flush();

    assertThat(taken()).containsExactly("… 3 more like this in 3 s: a");
    time.pass(Duration.ofSeconds(60));
    assertThat(taken()).isEmpty();
  }

  @Test
  void noLineIsLostAmongManyThreads() throws Exception {
    int threads = 8;
    int each = 5000;
    List<String> all = new CopyOnWriteArrayList<>();
    RepeatedLines shared =
        new RepeatedLines((level, line) -> all.add(line), System::nanoTime, (delay, run) -> {});
    CountDownLatch done = new CountDownLatch(threads);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Executor run = executor;
      for (int i = 0; i < threads; i++) {
        run.execute(() -> {
          for (int n = 0; n < each; n++) {
            shared.log(WARNING, "k" + ThreadLocalRandom.current().nextInt(3), () -> "line");
          }
          done.countDown();
        });
      }
      done.await();
    }
    shared.flush();

    long told =
        all.stream()
            .filter(line -> !line.equals("line"))
            .mapToLong(line -> Long.parseLong(line.split(" ")[1].replace(",", "")))
            .sum();
    assertThat(told + all.stream().filter("line"::equals).count()).isEqualTo(threads * each);
  }
}
