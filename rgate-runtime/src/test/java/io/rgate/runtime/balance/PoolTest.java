package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.LabelMatch;
import io.rgate.api.Request;
import io.rgate.runtime.balancer.RandomBalancer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolTest {
  private static final int PICKS = 200_000;
  private static final Request REQUEST = Request.builder("GET", "/").build();

  /** Seeded: the same picks in every run. */
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_260_101L);

  static List<List<Integer>> weights() {
    return List.of(
        List.of(1),
        List.of(1, 1, 1),
        List.of(1, 3),
        List.of(1000, 1),
        List.of(5, 0, 5),
        List.of(1, 2, 3, 4, 5, 6, 7),
        List.of(1, 1, 1, 1, 1, 1, 1000));
  }

  @ParameterizedTest
  @MethodSource("weights")
  void eachIsPickedInProportionToItsWeight(List<Integer> weights) {
    Map<String, Integer> picked = new HashMap<>();
    Pool pool = pool(weights);
    for (int i = 0; i < PICKS; i++) {
      picked.merge(pool.pick(REQUEST, true, List.of()).endpoint().id(), 1, Integer::sum);
    }
    double total = weights.stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; i < weights.size(); i++) {
      double share = picked.getOrDefault(String.valueOf(i), 0) / (double) PICKS;
      // Five standard deviations of the most uncertain share.
      assertThat(share).isCloseTo(weights.get(i) / total, within(0.006));
      if (weights.get(i) == 0) {
        assertThat(share).isZero();
      }
    }
  }

  @Test
  void nobodyIsPickedWhereAllAreDrainedOrNoneIsThere() {
    assertThat(pool(List.of(0, 0)).pick(REQUEST, true, List.of())).isNull();
    assertThat(pool(List.of(0, 0)).endpoints()).hasSize(2);
    assertThat(Pool.EMPTY.pick(REQUEST, true, List.of())).isNull();
  }

  @Test
  void anotherAttemptGoesToOneThatWasNotTriedAndNeverToOneThatIsDrained() {
    Pool pool = pool(List.of(1, 0, 7, 1));
    List<Attempt> attempts = new ArrayList<>();
    List<String> picked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = pool.pick(REQUEST, true, attempts).endpoint().id();
      picked.add(id);
      attempts.add(new Attempt(id, Stage.BODY, null, 1));
    }
    assertThat(picked).containsExactlyInAnyOrder("0", "2", "3");
    assertThat(pool.pick(REQUEST, true, attempts)).isNull();
  }

  private Pool pool(List<Integer> weights) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int weight : weights) {
      String id = String.valueOf(endpoints.size());
      endpoints.add(new Endpoint(id, id, URI.create("http://127.0.0.1:1"), Map.of(), weight));
    }
    Pool.Rules rules =
        Pool.Rules.of(
            new Backend("b", List.of(LabelMatch.parse("b"))),
            new RandomBalancer(() -> random),
            null);
    return Pool.of(endpoints, rules, new Pool.Shared(new EndpointStates()));
  }
}
