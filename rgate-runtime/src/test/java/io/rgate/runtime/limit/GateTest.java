package io.rgate.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.runtime.limit.WaitingLine.End;
import io.rgate.transport.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static CompletableFuture<End> entering(Gate gate, Cancellation client) {
    CompletableFuture<End> end = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> end.complete(gate.enter(client)));
    return end;
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static CompletableFuture<End> waiting(Gate gate, Cancellation client)
      throws InterruptedException {
    int before = gate.waiting();
    CompletableFuture<End> end = entering(gate, client);
    eventually(() -> gate.waiting() == before + 1);
    return end;
  }

  @Test
  void aGateWithoutALimitIsOpen() {
    Gate gate = new Gate();
    assertThat(gate.isOpen()).isTrue();
    assertThat(new Gate(new Concurrency(1, 0, LONG)).isOpen()).isFalse();
  }

  @Test
  void whoComesFirstGoesFirst() throws Exception {
    Gate gate = new Gate(new Concurrency(1, 10, LONG));
    assertThat(gate.enter(null)).isEqualTo(End.TAKEN);
    List<CompletableFuture<End>> line = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      line.add(waiting(gate, null));
    }
    assertThat(gate.enter(null)).isEqualTo(End.FULL);
    for (int i = 0; i < 10; i++) {
      gate.leave();
      assertThat(line.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(End.TAKEN);
      assertThat(line.subList(i + 1, 10)).noneMatch(CompletableFuture::isDone);
    }
    gate.leave();
    assertThat(gate.inside()).isZero();
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void whoseClientLeavesIsOutOfTheLineAtOnce() throws Exception {
    Gate gate = new Gate(new Concurrency(1, 2, LONG));
    gate.enter(null);
    Cancellation client = new Cancellation();
    CompletableFuture<End> first = waiting(gate, client);
    CompletableFuture<End> second = waiting(gate, new Cancellation());
    client.cancel();
    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(End.GONE);
    eventually(() -> gate.waiting() == 1);
    CompletableFuture<End> third = waiting(gate, null);
    gate.leave();
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(End.TAKEN);
    gate.leave();
    assertThat(third.get(30, TimeUnit.SECONDS)).isEqualTo(End.TAKEN);
  }

  @Test
  void whoseClientHasLeftBeforeTakesNoPlace() {
    Gate gate = new Gate(new Concurrency(1, 2, LONG));
    gate.enter(null);
    Cancellation client = new Cancellation();
    client.cancel();
    assertThat(gate.enter(client)).isEqualTo(End.GONE);
    assertThat(gate.waiting()).isZero();
    assertThat(gate.inside()).isEqualTo(1);
  }

  @Test
  void anInterruptEndsTheWaiting() {
    Gate gate = new Gate(new Concurrency(1, 2, LONG));
    gate.enter(null);
    Thread.currentThread().interrupt();
    assertThat(gate.enter(null)).isEqualTo(End.GONE);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whoWaitsTooLongLeaves() {
    Gate gate = new Gate(new Concurrency(1, 1, Duration.ofMillis(60)));
    gate.enter(null);
    assertThat(gate.enter(null)).isEqualTo(End.LATE);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void aNewLimitCountsWhatIsInside() throws Exception {
    Gate gate = new Gate(new Concurrency(3, 5, LONG));
    for (int i = 0; i < 3; i++) {
      assertThat(gate.enter(null)).isEqualTo(End.TAKEN);
    }
    gate.change(new Concurrency(2, 5, LONG));
    CompletableFuture<End> next = waiting(gate, null);
    gate.leave();
    assertThat(gate.waiting()).isEqualTo(1); // two are inside, as many as may be
    assertThat(next).isNotDone();
    gate.change(new Concurrency(3, 5, LONG));
    assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(End.TAKEN);
    CompletableFuture<End> last = waiting(gate, null);
    gate.change(Concurrency.UNLIMITED);
    assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo(End.TAKEN);
    assertThat(gate.isOpen()).isTrue();
    assertThat(gate.inside()).isEqualTo(4);
  }

  @Test
  void anAdaptiveLimitBeginsWithItsFirstOne() {
    Gate gate = new Gate(Concurrency.adaptive(0, LONG));
    for (int i = 0; i < GradientLimit.FIRST; i++) {
      assertThat(gate.enter(null)).isEqualTo(End.TAKEN);
    }
    assertThat(gate.enter(null)).isEqualTo(End.FULL);
    gate.change(new Concurrency(100, 0, LONG));
    gate.answered(System.nanoTime());
    assertThat(gate.enter(null)).isEqualTo(End.TAKEN);
  }

  @Test
  void thousandsAtATimeLeaveNothingBehind() throws Exception {
    int most = 8;
    Gate gate = new Gate(new Concurrency(most, 1500, Duration.ofMillis(150)));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger highest = new AtomicInteger();
    List<End> ends = Collections.synchronizedList(new ArrayList<>());
    int count = 4000;
    CountDownLatch over = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Cancellation client = new Cancellation();
      Thread.ofVirtual()
          .start(() -> {
            End end = gate.enter(client);
            ends.add(end);
            if (end == End.TAKEN) {
              highest.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.yield();
              inside.decrementAndGet();
              gate.leave();
            }
            over.countDown();
          });
      if (i % 3 == 0) {
        Thread.ofVirtual()
            .start(() -> {
              for (int k = ThreadLocalRandom.current().nextInt(50); k > 0; k--) {
                Thread.yield();
              }
              client.cancel();
            });
      }
    }
    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(highest.get()).isBetween(1, most);
    assertThat(ends).hasSize(count).contains(End.TAKEN);
    assertThat(gate.inside()).isZero();
    assertThat(gate.waiting()).isZero();
    assertThat(gate.enter(null)).isEqualTo(End.TAKEN);
  }
}
