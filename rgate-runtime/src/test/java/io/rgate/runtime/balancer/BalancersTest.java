package io.rgate.runtime.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.spi.Balancer;
import io.rgate.spi.Balancer.Load;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is chosen by the balancers that come with the gateway. */
class BalancersTest {
  private static final Request GET = Request.builder("GET", "/").build();
  private static final int PICKS = 6_000;

  private final Map<String, Integer> inFlight = new HashMap<>();
  private final Map<String, Long> latency = new HashMap<>();

  private Load load(Endpoint endpoint) {
    return new Load() {
      @Override
      public int inFlight() {
        return inFlight.getOrDefault(endpoint.id(), 0);
      }

      @Override
      public long latencyNanos() {
        return latency.getOrDefault(endpoint.id(), 0L);
      }
    };
  }

  private static Endpoint endpoint(String id, int weight) {
    return new Endpoint(id, URI.create("http://" + id), Map.of()).withWeight(weight);
  }

  private Map<String, Integer> picks(BalancerProvider provider, Endpoint... endpoints) {
    Balancer.Chooser chooser =
        provider.create(Settings.of(Map.of())).chooser(List.of(endpoints), this::load);
    Map<String, Integer> picks = new HashMap<>();
    for (int i = 0; i < PICKS; i++) {
      picks.merge(chooser.choose(GET).id(), 1, Integer::sum);
    }
    return picks;
  }

  @Test
  void randomTakesTheLessBusyOfTwo() {
    inFlight.put("a", 5);
    Map<String, Integer> picks =
        picks(new RandomBalancerProvider(), endpoint("a", 1), endpoint("b", 1));
    assertThat(picks).containsOnlyKeys("b");
    inFlight.put("c", 5);
    picks =
        picks(new RandomBalancerProvider(), endpoint("a", 1), endpoint("b", 1), endpoint("c", 1));
    // One of three pairs has only busy ones.
    assertThat(picks.get("b")).isCloseTo(PICKS * 2 / 3, within(250));
  }

  @Test
  void randomIsByChanceAmongIdleOnes() {
    Map<String, Integer> picks =
        picks(new RandomBalancerProvider(), endpoint("a", 1), endpoint("b", 3));
    assertThat(picks.get("a")).isCloseTo(PICKS / 4, within(250));
  }

  @Test
  void randomComparesWhatIsUnderWayByWeight() {
    inFlight.put("a", 1);
    inFlight.put("b", 3);
    Map<String, Integer> picks =
        picks(new RandomBalancerProvider(), endpoint("a", 1), endpoint("b", 3));
    assertThat(picks.get("a")).isCloseTo(PICKS / 4, within(250));
  }

  @Test
  void pureRandomDoesNotLookAtTheLoad() {
    inFlight.put("a", 5);
    Map<String, Integer> picks =
        picks(new PureRandomProvider(), endpoint("a", 1), endpoint("b", 1));
    assertThat(picks.get("a")).isCloseTo(PICKS / 2, within(250));
  }

  @Test
  void roundRobinTakesTurnsByWeightSpreadOverTheRound() {
    Balancer.Chooser chooser =
        new RoundRobinProvider()
            .create(Settings.of(Map.of()))
            .chooser(List.of(endpoint("a", 20), endpoint("b", 10), endpoint("c", 10)), this::load);
    List<String> round = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      round.add(chooser.choose(GET).id());
    }
    assertThat(round).containsExactly("a", "b", "c", "a", "a", "b", "c", "a");
  }

  @Test
  void leastRequestsTakesTheOneWithFewestForItsWeight() {
    inFlight.put("a", 4);
    inFlight.put("b", 6);
    inFlight.put("c", 5);
    assertThat(
            picks(
                new LeastRequestsProvider(), endpoint("a", 1), endpoint("b", 2), endpoint("c", 1)))
        .containsOnlyKeys("b");
  }

  @Test
  void leastRequestsIsByChanceAmongEquals() {
    Map<String, Integer> picks =
        picks(new LeastRequestsProvider(), endpoint("a", 1), endpoint("b", 1), endpoint("c", 1));
    assertThat(picks.values()).allSatisfy(n -> assertThat(n).isCloseTo(PICKS / 3, within(250)));
  }

  @Test
  void latencyTakesTheOneThatWillAnswerFirst() {
    latency.put("a", 1_000_000L);
    latency.put("b", 10_000_000L);
    inFlight.put("a", 4);
    assertThat(picks(new LatencyProvider(), endpoint("a", 1), endpoint("b", 1)))
        .containsOnlyKeys("a");
    inFlight.put("a", 10);
    assertThat(picks(new LatencyProvider(), endpoint("a", 1), endpoint("b", 1)))
        .containsOnlyKeys("b");
  }

  private static List<String> ids(BalancerProvider provider, Map<String, ?> settings) {
    Balancer.Chooser chooser =
        provider
            .create(Settings.of(settings))
            .chooser(List.of(endpoint("a", 1), endpoint("b", 2), endpoint("c", 1)));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ids.add(chooser.choose(GET).id());
    }
    return ids;
  }

  @Test
  void seedMakesPicksRepeatable() {
    for (BalancerProvider provider :
        List.of(new RandomBalancerProvider(), new PureRandomProvider())) {
      List<String> first = ids(provider, Map.of("seed", 42));
      assertThat(ids(provider, Map.of("seed", "42"))).isEqualTo(first).contains("a", "b", "c");
      assertThat(ids(provider, Map.of("seed", 43))).isNotEqualTo(first);
      assertThat(ids(provider, Map.of())).isNotEqualTo(ids(provider, Map.of()));
    }
  }

  @Test
  void withoutSeedTheSourceOfChanceIsThatOfEachThread() {
    assertThat(new RandomBalancerProvider().create(Settings.of(Map.of())))
        .isSameAs(RandomBalancer.INSTANCE);
    assertThat(new PureRandomProvider().create(Settings.of(Map.of())))
        .isSameAs(RandomBalancer.PURE);
  }
}
