package io.rgate.runtime.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.spi.Balancer.Chooser;
import io.rgate.spi.Balancer.Load;
import io.rgate.spi.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoint gets which key. */
class HashBalancerTest {
  private static final int KEYS = 22_000;

  private final Map<String, Integer> inFlight = new HashMap<>();

  private final class Counted implements Load {
    private final String id;

    private Counted(Endpoint endpoint) {
      id = endpoint.id();
    }

    @Override
    public int inFlight() {
      return inFlight.getOrDefault(id, 0);
    }

    @Override
    public long latencyNanos() {
      return 0;
    }
  }

  private static Endpoint endpoint(int number, int weight) {
    String url = "http://10.0.0." + number + ":8080";
    return new Endpoint(url, URI.create(url), Map.of()).withWeight(weight);
  }

  private static List<Endpoint> endpoints(int... weights) {
    List<Endpoint> all = new ArrayList<>();
    for (int weight : weights) {
      all.add(endpoint(all.size() + 1, weight));
    }
    return all;
  }

  private Chooser chooser(List<Endpoint> endpoints) {
    return chooser(endpoints, Map.of("by", "field:X-User"));
  }

  private Chooser chooser(List<Endpoint> endpoints, Map<String, ?> settings) {
    return new HashProvider().create(Settings.of(settings)).chooser(endpoints, Counted::new);
  }

  private static Request of(String user) {
    return Request.builder("GET", "/").fields(Fields.of("X-User", user)).build();
  }

  /** The endpoint of each of many keys that differ little. */
  private static List<String> ids(Chooser chooser) {
    List<String> ids = new ArrayList<>(KEYS);
    for (int i = 0; i < KEYS; i++) {
      ids.add(chooser.choose(of("user-" + i)).id());
    }
    return ids;
  }

  private static Map<String, Integer> counted(List<String> ids) {
    Map<String, Integer> counts = new HashMap<>();
    ids.forEach(id -> counts.merge(id, 1, Integer::sum));
    return counts;
  }

  @Test
  void eachGetsKeysInProportionToItsWeight() {
    Map<String, Integer> even = counted(ids(chooser(endpoints(1, 1, 1, 1, 1))));
    assertThat(even).hasSize(5);
    assertThat(even.values()).allSatisfy(n -> assertThat(n).isCloseTo(KEYS / 5, within(400)));
    List<Endpoint> weighted = endpoints(1, 2, 8);
    Map<String, Integer> counts = counted(ids(chooser(weighted)));
    for (Endpoint each : weighted) {
      assertThat(counts.get(each.id())).isCloseTo(KEYS * each.weight() / 11, within(400));
    }
  }

  @Test
  void oneMoreThanTenTakesItsShareAndNothingElseMoves() {
    List<Endpoint> eleven = endpoints(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    Endpoint added = eleven.get(4);
    List<Endpoint> ten = eleven.stream().filter(each -> !each.equals(added)).toList();
    List<String> before = ids(chooser(ten));
    List<String> after = ids(chooser(eleven));
    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      if (!before.get(i).equals(after.get(i))) {
        assertThat(after.get(i)).isEqualTo(added.id());
        moved++;
      }
    }
    assertThat(moved).isCloseTo(KEYS / 11, within(300));
  }

  @Test
  void keysOfOneThatGoesAreSharedByAllOthersAndWeightsMoveNoOtherKey() {
    List<Endpoint> all = endpoints(3, 1, 2, 1);
    List<String> before = ids(chooser(all));
    List<String> after = ids(chooser(all.subList(1, 4)));
    Map<String, Integer> heirs = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      if (before.get(i).equals(all.getFirst().id())) {
        heirs.merge(after.get(i), 1, Integer::sum);
      } else {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
    // Of all keys three sevenths, in quarters by the weights 1, 2 and 1.
    assertThat(heirs.get(all.get(2).id())).isCloseTo(KEYS * 3 / 14, within(350));
    assertThat(heirs).hasSize(3);
  }

  @Test
  void orderOfTheListDoesNotMatter() {
    List<Endpoint> all = endpoints(1, 5, 1);
    assertThat(ids(chooser(all.reversed()))).isEqualTo(ids(chooser(all)));
  }

  @Test
  void oneWithMoreThanItsShareIsPassedOverForTheSameOtherOne() {
    List<Endpoint> all = endpoints(1, 1, 1, 1);
    Chooser chooser = chooser(all);
    String usual = chooser.choose(of("kim")).id();
    // 125 % of 1/4 of 101 are 32.
    all.forEach(each -> inFlight.put(each.id(), each.id().equals(usual) ? 31 : 23));
    assertThat(chooser.choose(of("kim")).id()).isEqualTo(usual);
    inFlight.put(usual, 32);
    String other = chooser.choose(of("kim")).id();
    assertThat(other).isNotEqualTo(usual);
    List<Endpoint> rest = all.stream().filter(each -> !each.id().equals(usual)).toList();
    inFlight.clear();
    assertThat(chooser(rest).choose(of("kim")).id()).isEqualTo(other);
  }

  @Test
  void oneKeyAloneIsSpreadWhereItIsTooMuchForOne() {
    List<Endpoint> all = endpoints(1, 1, 2);
    Chooser chooser = chooser(all);
    for (int i = 0; i < 400; i++) {
      inFlight.merge(chooser.choose(of("everybody")).id(), 1, Integer::sum);
    }
    for (Endpoint each : all) {
      int most = (int) Math.ceil(400 * 1.25 * each.weight() / 4);
      assertThat(inFlight.get(each.id())).isBetween(1, most);
    }
  }

  @Test
  void fewRequestsStayTogetherAndWithoutBoundAllDo() {
    List<Endpoint> all = endpoints(1, 1, 1);
    Chooser chooser = chooser(all);
    String usual = chooser.choose(of("kim")).id();
    inFlight.put(usual, HashBalancer.FEW - 1);
    assertThat(chooser.choose(of("kim")).id()).isEqualTo(usual);
    inFlight.put(usual, HashBalancer.FEW);
    assertThat(chooser.choose(of("kim")).id()).isNotEqualTo(usual);
    Chooser unbounded = chooser(all, Map.of("by", "field:X-User", "load", "off"));
    inFlight.put(usual, 10_000);
    assertThat(unbounded.choose(of("kim")).id()).isEqualTo(usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?user="})
  void requestWithoutTheKeyIsChosenByChanceAndLoad(String target) {
    List<Endpoint> all = endpoints(1, 1);
    Chooser chooser = chooser(all, Map.of("by", "query:user"));
    Request anonymous = Request.builder("GET", target).build();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      counts.merge(chooser.choose(anonymous).id(), 1, Integer::sum);
    }
    assertThat(counts.values()).hasSize(2).allSatisfy(n -> assertThat(n).isBetween(800, 1200));
    inFlight.put(all.getFirst().id(), 1);
    assertThat(chooser.choose(anonymous)).isEqualTo(all.getLast());
  }

  @Test
  void textsThatDifferInOneBitHaveHashesThatDifferInHalfOfThem() {
    long changed = 0;
    for (int i = 0; i < 4_000; i++) {
      changed += Long.bitCount(TextHash.of("/a/" + 2 * i) ^ TextHash.of("/a/" + (2 * i + 1)));
    }
    assertThat(changed / 4_000.0).isCloseTo(32, within(0.5));
  }
}
