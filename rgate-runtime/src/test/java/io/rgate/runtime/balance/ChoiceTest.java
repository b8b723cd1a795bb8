package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt;
import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Endpoint;
import io.rgate.api.LabelMatch;
import io.rgate.api.Request;
import io.rgate.runtime.balance.Pick.Kind;
import io.rgate.runtime.balance.Pool.Fault;
import io.rgate.runtime.balancer.RandomBalancer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which endpoint gets a request while some of them are out. */
class ChoiceTest {
  private static final Request GET = Request.builder("GET", "/").build();
  private static final Duration SOON = Duration.ofMillis(50);

  /** For what must be over before four times as long has passed, on a busy machine, too. */
  private static final Duration LATER = Duration.ofMillis(500);

  private final EndpointStates states = new EndpointStates();

  private Pool pool(Duration first, String... ids) {
    Ejection rules = new Ejection(2, first, Duration.ofMinutes(1), false);
    List<Endpoint> endpoints =
        Stream.of(ids).map(id -> new Endpoint(id, URI.create("http://" + id), Map.of())).toList();
    return Pool.of(
        endpoints,
        Pool.Rules.of(
            new Backend("b", List.of(LabelMatch.parse("b"))).withEjection(rules),
            RandomBalancer.INSTANCE,
            null),
        new Pool.Shared(states));
  }

  private Pool pool(String... ids) {
    return pool(Duration.ofSeconds(10), ids);
  }

  private void takeOut(Pool pool, String id, Fault fault) {
    Endpoint endpoint =
        pool.endpoints().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    Pick pick = new Pick(endpoint, states.of(id), Kind.USUAL);
    pool.failed(pick, fault, "test");
    pool.failed(pick, fault, "test");
  }

  private static Set<String> picked(Pool pool, Attempt... attempts) {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      Pick pick = pool.pick(GET, true, List.of(attempts));
      if (pick != null) {
        ids.add(pick.endpoint().id());
      }
    }
    return ids;
  }

  @Test
  void oneThatIsOutGetsNothing() {
    Pool pool = pool("a", "b", "c");
    takeOut(pool, "b", Fault.MESSAGE);
    assertThat(picked(pool)).containsExactly("a", "c");
    assertThat(picked(pool, Attempt.at("a"))).containsExactly("c");
    assertThat(picked(pool, Attempt.at("a"), Attempt.at("c"))).isEmpty();
  }

  @Test
  void whenItsTimeIsOverOneRepeatableRequestProbesIt() throws Exception {
    Pool pool = pool(SOON, "a", "b");
    takeOut(pool, "b", Fault.MESSAGE);
    Thread.sleep(SOON.multipliedBy(2));
    assertThat(pool.pick(GET, false, List.of()).endpoint().id()).isEqualTo("a");
    Pick probe = pool.pick(GET, true, List.of());
    assertThat(probe.endpoint().id()).isEqualTo("b");
    assertThat(probe.kind()).isEqualTo(Kind.PROBE);
    assertThat(picked(pool)).containsExactly("a");
    pool.succeeded(probe);
    assertThat(states.of("b").isOut()).isFalse();
  }

  @Test
  void bareConnectionIsClaimedOnceWhereItsTimeIsOver() throws Exception {
    Pool pool = pool(SOON, "a", "b");
    assertThat(DueProbes.claim(pool)).isNull();
    takeOut(pool, "b", Fault.MESSAGE);
    Thread.sleep(SOON.multipliedBy(2));
    Pick due = DueProbes.claim(pool);
    assertThat(due.endpoint().id()).isEqualTo("b");
    assertThat(DueProbes.claim(pool)).isNull();
    pool.failed(due, Fault.CONNECT, "again");
    assertThat(states.of("b").isOut()).isTrue();
  }

  @Test
  void oneThatTookNoConnectionIsNotProbedByRequestsBeforeItTookBareOne() throws Exception {
    Pool pool = pool(LATER, "a", "b");
    takeOut(pool, "b", Fault.CONNECT);
    Thread.sleep(LATER.multipliedBy(2));
    assertThat(picked(pool)).containsExactly("a");
    assertThat(DueProbes.claim(pool)).isNull();
    List<Pick> unreachable = DueProbes.unreachable(pool);
    assertThat(unreachable).singleElement().matches(p -> p.endpoint().id().equals("b"));
    assertThat(DueProbes.unreachable(pool)).isEmpty();
    unreachable.getFirst().state().knocked(true);
    assertThat(pool.pick(GET, true, List.of()).kind()).isEqualTo(Kind.PROBE);
  }

  @Test
  void oneThatTookNoConnectionIsTriedWhereNoOtherIsLeftAndItsTimeIsOver() throws Exception {
    Pool pool = pool(SOON, "a", "b");
    takeOut(pool, "b", Fault.CONNECT);
    Thread.sleep(SOON.multipliedBy(2));
    Pick last = pool.pick(GET, false, List.of(Attempt.at("a")));
    assertThat(last.endpoint().id()).isEqualTo("b");
  }

  @Test
  void whereAllAreOutOneRequestAtTimeIsTheLastResort() {
    Pool pool = pool("a", "b");
    takeOut(pool, "a", Fault.CONNECT);
    takeOut(pool, "b", Fault.MESSAGE);
    Pick last = pool.pick(GET, false, List.of());
    assertThat(last.kind()).isEqualTo(Kind.LAST_RESORT);
    assertThat(pool.pick(GET, true, List.of())).isNull();
    assertThat(pool.nanosToProbe()).isPositive();
    pool.succeeded(last);
    assertThat(picked(pool)).contains(last.endpoint().id());
  }

  @Test
  void requestThatHasFailedOnceDoesNotGoOnWhereAllAreOut() {
    Pool pool = pool("a", "b");
    takeOut(pool, "a", Fault.CONNECT);
    takeOut(pool, "b", Fault.CONNECT);
    assertThat(pool.pick(GET, true, List.of(Attempt.at("a")))).isNull();
  }

  @Test
  void whenOneComesBackWhereAllWereOutTheOthersAreProbedAtOnce() {
    Pool pool = pool("a", "b");
    takeOut(pool, "a", Fault.CONNECT);
    takeOut(pool, "b", Fault.CONNECT);
    Pick last = pool.pick(GET, true, List.of());
    pool.succeeded(last);
    String other = last.endpoint().id().equals("a") ? "b" : "a";
    assertThat(picked(pool)).contains(other);
  }

  @Test
  void statusesNeverTakeTheLastHalfOut() {
    Pool pool = pool("a", "b", "c");
    takeOut(pool, "a", Fault.STATUS);
    takeOut(pool, "b", Fault.STATUS);
    assertThat(states.of("b").isOut()).isFalse();
    assertThat(picked(pool)).as("while another one works").containsExactly("c");
    takeOut(pool, "c", Fault.STATUS);
    assertThat(picked(pool)).as("while none does").containsExactly("b", "c");
    Pool alone = pool("x");
    takeOut(alone, "x", Fault.STATUS);
    assertThat(states.of("x").isOut()).isFalse();
  }

  @Test
  void oneThatHasRefusedAConnectionIsTriedLast() {
    Pool pool = pool("a", "b");
    Pick refused = new Pick(pool.endpoints().getFirst(), states.of("a"), Kind.USUAL);
    pool.failed(refused, Fault.CONNECT, "refused");
    assertThat(picked(pool)).containsExactly("b");
    assertThat(picked(pool, Attempt.at("b"))).containsExactly("a");
  }

  @Test
  void atLeastThirdStaysInWhateverTheStatuses() {
    Pool pool = pool("a", "b", "c", "d", "e", "f");
    for (String id : List.of("a", "b", "c", "d", "e")) {
      takeOut(pool, id, Fault.STATUS);
    }
    assertThat(states.of("c").isOut()).isTrue();
    assertThat(states.of("d").isLast()).isTrue();
    assertThat(states.of("e").isLast()).isFalse();
    assertThat(picked(pool)).containsExactly("e", "f");
  }

  @Test
  void oneThatIsMuchSlowerThanOthersIsTriedLastWhileSeveralWaitThere() {
    Pool pool = pool("a", "b");
    long now = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      states.of("a").traffic().begin(now);
    }
    states.of("a").traffic().answered(now, Duration.ofSeconds(1).toNanos());
    states.of("b").traffic().begin(now);
    states.of("b").traffic().answered(now, Duration.ofMillis(1).toNanos());
    assertThat(picked(pool)).containsExactly("b");
  }

  @Test
  void oneThatDoesNotAnswerForLongIsTriedLast() {
    Pool pool = pool("a", "b");
    states.of("a").traffic().begin(System.nanoTime() - Duration.ofSeconds(1).toNanos());
    assertThat(picked(pool)).containsExactly("b");
    assertThat(picked(pool, Attempt.at("b"))).containsExactly("a");
  }

  @Test
  void after503OnlyOneThatHasNotFailedLatelyIsAsked() {
    Pool pool = pool("a", "b", "c");
    takeOut(pool, "a", Fault.STATUS);
    takeOut(pool, "b", Fault.STATUS);
    Pick other = pool.pickSound(GET, List.of(Attempt.at("b")));
    assertThat(other.endpoint().id()).isEqualTo("c");
    assertThat(pool.pickSound(GET, List.of(Attempt.at("c")))).isNull();
  }

  @Test
  void endpointThatStartsAnewIsNotOut() {
    Pool pool = pool("a", "b");
    takeOut(pool, "a", Fault.CONNECT);
    states.started(pool.endpoints(), pool.endpoints());
    assertThat(states.of("a").isOut()).isTrue();
    states.started(pool.endpoints(), pool.endpoints().subList(1, 2));
    assertThat(states.of("a").isOut()).isFalse();
  }
}
