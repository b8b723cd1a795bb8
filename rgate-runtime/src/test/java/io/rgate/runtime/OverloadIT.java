package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.runtime.FaultLoad.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Three times the requests that an origin can answer, before a backend with limits. */
@Tag("measured")
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class OverloadIT extends GatewayRig {
  private static final int WORKERS = 16;
  private static final Duration WORK = Duration.ofMillis(50);

  /** So many requests the origin can answer in a second. */
  private static final int CAPACITY = (int) (WORKERS * Duration.ofSeconds(1).dividedBy(WORK));

  /** As docs/failures.md says: as many as the origin works on at a time, and a quarter waits. */
  private static final Backend LIMITED =
      ALL.withConcurrency(new Concurrency(WORKERS, WORKERS / 4, Duration.ofSeconds(1)));

  /** What other programs on the machine may add, beside what they add to each pause of a thread. */
  private static final double BUSY_MILLIS = 50;

  /** So many threads have a part in an answer, each of which a busy machine makes wait. */
  private static final int STEPS = 6;

  private static final long MOST_GROWTH = 16 << 20;

  @Test
  void whatIsServedIsServedInTimeAndTheRestIsRefusedAtOnce() throws Exception {
    Gateway gateway = gateway(builder(LIMITED, Forwarding.DEFAULT, workers()));
    run(gateway, CAPACITY / 2, 1); // classes are loaded, code is warm
    Phase before = run(gateway, CAPACITY / 2, 3);
    run(gateway, 3 * CAPACITY, 1); // each connection that it takes is open
    long heap = heap();
    Phase during = run(gateway, 3 * CAPACITY, 5);
    Phase after = run(gateway, CAPACITY / 2, 3);
    long growth = heap() - heap;
    System.out.printf(
        Locale.ROOT,
        "figures: overload: before %s; three times the capacity %s; afterwards %s;"
            + " heap %+,d KiB%n",
        before,
        during,
        after,
        growth / 1024);
    assertThat(before.ok).as("without overload").isGreaterThan(before.all * 4 / 5);
    assertThat(during.ok + during.refused).as("200 or 503").isEqualTo(during.all);
    assertThat(during.ok).as("the origin works as it can").isGreaterThan(during.all / 3 / 2);
    double busy = BUSY_MILLIS + STEPS * during.late;
    assertThat(during.okP99).isLessThan(2 * before.okP99 + busy);
    assertThat(during.refusedP50).as("at once").isLessThan(before.okP50 / 2 + STEPS * during.late);
    assertThat(after.lastBad).as("seconds until all is well").isLessThan(1 + busy / 1000);
    assertThat(growth).isLessThan(MOST_GROWTH);
  }

  /** An origin that works on so many requests at a time; all others wait, in their order. */
  private RawOrigin workers() throws Exception {
    Semaphore workers = new Semaphore(WORKERS, true);
    return origin((wire, self) -> {
      Message request = wire.request();
      while (request != null) {
        workers.acquire();
        try {
          TimeUnit.NANOSECONDS.sleep(WORK.toNanos());
        } finally {
          workers.release();
        }
        String id = request.head().split(" ", 3)[1].substring(1);
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + id.length() + "\r\n\r\n" + id);
        request = wire.request();
      }
    });
  }

  private static Phase run(Gateway gateway, int rate, int seconds) throws Exception {
    AtomicInteger left = new AtomicInteger(rate * seconds);
    Queue<Long> late = new ConcurrentLinkedQueue<>();
    List<Thread> sleepers =
        Stream.generate(() -> Thread.ofVirtual().start(() -> sleep(late))).limit(WORKERS).toList();
    try (FaultLoad load = new FaultLoad(gateway.port(), "a", rate)) {
      List<Outcome> outcomes = load.run(() -> left.decrementAndGet() >= 0);
      return Phase.of(outcomes, late.stream().mapToLong(Long::longValue));
    } finally {
      sleepers.forEach(Thread::interrupt);
    }
  }

  /**
   * Tells how much later a thread goes on than it should: that is the machine, and not a gateway.
   */
  private static void sleep(Queue<Long> late) {
    try {
      while (true) {
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(WORK.toNanos());
        late.add(System.nanoTime() - start - WORK.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the load is over
    }
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /**
   * What came of the requests of a time.
   *
   * @param okP50 milliseconds to an answer of 200, the median
   * @param late milliseconds that threads went on too late, the 99th percentile
   * @param lastBad when the last request was due that got no 200, in seconds from the start; or 0
   */
  private record Phase(
      int all,
      int ok,
      int refused,
      double okP50,
      double okP99,
      double refusedP50,
      double refusedP99,
      double lastBad,
      double late) {

    static Phase of(List<Outcome> outcomes, LongStream late) {
      long start = outcomes.stream().mapToLong(Outcome::due).min().orElseThrow();
      List<Outcome> refused = outcomes.stream().filter(o -> o.what().equals("503")).toList();
      List<Outcome> ok = outcomes.stream().filter(Outcome::whole).toList();
      long lastBad =
          outcomes.stream().filter(o -> !o.whole()).mapToLong(Outcome::due).max().orElse(start);
      return new Phase(
          outcomes.size(),
          ok.size(),
          refused.size(),
          percentile(ok, 0.5),
          percentile(ok, 0.99),
          percentile(refused, 0.5),
          percentile(refused, 0.99),
          (lastBad - start) / 1e9,
          percentile(late, 0.99));
    }

    private static double percentile(List<Outcome> outcomes, double share) {
      return percentile(outcomes.stream().mapToLong(Outcome::nanos), share);
    }

    private static double percentile(LongStream all, double share) {
      long[] nanos = all.sorted().toArray();
      return nanos.length == 0 ? 0 : nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e6;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d requests, %d answered (p50 %.1f, p99 %.1f ms), %d refused (p50 %.1f, p99 %.1f ms),"
              + " the last one bad after %.1f s, threads %.1f ms late",
          all,
          ok,
          okP50,
          okP99,
          refused,
          refusedP50,
          refusedP99,
          lastBad,
          late);
    }
  }
}
