package io.rgate.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.Backend.Health;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.LabelMatch;
import io.rgate.api.Request;
import io.rgate.runtime.balance.EndpointStates;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balancer.RandomBalancer;
import io.rgate.transport.Upstream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many checks run at a time. */
class HealthChecksTest {
  private static final int MOST = 64;

  /** Holds every check until it is told to let it go. */
  private static final class Held implements Upstream {
    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public OriginAnswer send(Endpoint endpoint, Request request, SendOptions options) {
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      begun.release();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      atOnce.decrementAndGet();
      return new OriginAnswer(200, Fields.EMPTY, Body.EMPTY);
    }

    @Override
    public void close() {}
  }

  @Test
  void noMoreThanSixtyFourRunAtOnceAndTheRestFollows() throws Exception {
    Health hourly = new Health("/up", Duration.ofHours(1), Duration.ofHours(1), 1, 1);
    Backend backend = new Backend("b", List.of(LabelMatch.parse("b"))).withHealth(hourly);
    Pool pool =
        Pool.of(
            IntStream.range(0, 2 * MOST)
                .mapToObj(i -> new Endpoint("e" + i, URI.create("http://e" + i), Map.of()))
                .toList(),
            Pool.Rules.of(backend, RandomBalancer.INSTANCE, null),
            new Pool.Shared(new EndpointStates()));
    Held upstream = new Held();
    try (HealthChecks checks = new HealthChecks(upstream, () -> Map.of("b", pool))) {
      checks.start();
      assertThat(upstream.begun.tryAcquire(MOST, 30, TimeUnit.SECONDS)).isTrue();
      assertThat(upstream.begun.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
      upstream.open.countDown();
      assertThat(upstream.begun.tryAcquire(MOST, 30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(upstream.most).hasValueLessThanOrEqualTo(MOST);
  }
}
