package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.LabelMatch;
import io.rgate.api.Request;
import io.rgate.runtime.balance.Pick.Kind;
import io.rgate.runtime.balance.Pool.Fault;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many requests each endpoint of a backend may get. */
class EndpointRoomsTest {
  private static final Request GET = Request.builder("GET", "/").build();

  private final EndpointStates states = new EndpointStates();

  private Pool pool(int each, String... ids) {
    List<Endpoint> endpoints =
        Stream.of(ids).map(id -> new Endpoint(id, URI.create("http://" + id), Map.of())).toList();
    Backend backend =
        new Backend("b", List.of(LabelMatch.parse("b")))
            .withConcurrency(Concurrency.UNLIMITED.withPerEndpoint(each));
    return Pool.of(
        endpoints, Pool.Rules.of(backend, RandomBalancer.INSTANCE), new Pool.Shared(states));
  }

  private static Pick picked(Pool pool) {
    Pick pick = Objects.requireNonNull(pool.pick(GET, true, List.of()));
    pick.begin(System.nanoTime());
    return pick;
  }

  private static Attempt tried(String id) {
    return new Attempt(id, id, Stage.CONNECT, Attempt.Failure.UNREACHABLE, 1);
  }

  @Test
  void eachEndpointGetsAsManyAsItMay() {
    Pool pool = pool(2, "a", "b", "c");
    Set<String> ids = new HashSet<>();
    assertThat(Rooms.isFull(pool, List.of())).isFalse();
    for (int i = 0; i < 6; i++) {
      ids.add(picked(pool).endpoint().id());
    }
    assertThat(ids).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(List.of(states.of("a"), states.of("b"), states.of("c")))
        .allMatch(state -> state.inFlight() == 2);
    assertThat(Rooms.isFull(pool, List.of())).isTrue();
    assertThat(pool.pick(GET, true, List.of())).isNull();
    assertThat(pool.pickSound(GET, List.of())).isNull();
  }

  @Test
  void roomIsThereAgainWhenAnAttemptIsOver() {
    Pool pool = pool(1, "a");
    Pick first = picked(pool);
    assertThat(pool.pick(GET, true, List.of())).isNull();
    first.endWithoutAnswer();
    assertThat(states.of("a").inFlight()).isZero();
    Pick second = picked(pool);
    second.state().traffic().answered(System.nanoTime(), 1);
    second.end();
    assertThat(states.of("a").inFlight()).isZero();
    assertThat(states.of("a").traffic().isSilent()).isFalse();
    assertThat(picked(pool).endpoint().id()).isEqualTo("a");
  }

  @Test
  void whatWasTriedOrIsOutIsNotWaitedFor() {
    Pool pool = pool(1, "a", "b");
    picked(pool);
    picked(pool);
    assertThat(Rooms.isFull(pool, List.of(tried("a")))).isTrue();
    assertThat(Rooms.isFull(pool, List.of(tried("a"), tried("b")))).isFalse();
    for (String id : List.of("a", "b")) {
      Endpoint endpoint = new Endpoint(id, URI.create("http://" + id), Map.of());
      Pick pick = new Pick(endpoint, states.of(id), Kind.USUAL);
      pool.failed(pick, Fault.CONNECT, "test");
      pool.failed(pick, Fault.CONNECT, "test");
    }
    assertThat(Rooms.isFull(pool, List.of())).isFalse();
  }

  @Test
  void aProbeNeedsRoomToo() {
    Pool pool = pool(1, "a");
    Pick only = picked(pool);
    pool.failed(only, Fault.CONNECT, "test");
    pool.failed(only, Fault.CONNECT, "test");
    assertThat(pool.pick(GET, true, List.of())).isNull();
    only.endWithoutAnswer();
    Pick probe = picked(pool);
    assertThat(probe.kind()).isEqualTo(Kind.LAST_RESORT);
    assertThat(states.of("a").inFlight()).isEqualTo(1);
  }

  @Test
  void twoThreadsNeverShareTheLastRoom() throws Exception {
    int each = 2;
    Pool pool = pool(each, "a", "b", "c");
    Map<String, AtomicInteger> now =
        Map.of("a", new AtomicInteger(), "b", new AtomicInteger(), "c", new AtomicInteger());
    AtomicInteger highest = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(4);
    for (int thread = 0; thread < 4; thread++) {
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < 10_000; i++) {
              Pick pick = pool.pick(GET, true, List.of());
              if (pick != null) {
                pick.begin(System.nanoTime());
                AtomicInteger there = Objects.requireNonNull(now.get(pick.endpoint().id()));
                highest.accumulateAndGet(there.incrementAndGet(), Math::max);
                there.decrementAndGet();
                pick.endWithoutAnswer();
              }
            }
            over.countDown();
          });
    }
    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(highest.get()).isBetween(1, each);
    assertThat(pool.inFlight()).isZero();
  }
}
