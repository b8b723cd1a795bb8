package io.rgate.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.LabelMatch;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackendIndexTest {

  @Test
  void findsByValueByPresenceAndOnlyIfAllConditionsAreMet() {
    Backend both = backend("both", "app=a", "env=p");
    Backend present = backend("present", "app");
    Backend other = backend("other", "app=b");
    BackendIndex index = new BackendIndex(List.of(both, present, other));

    assertThat(index.backendsOf(Map.of("app", "a", "env", "p")))
        .containsExactlyInAnyOrder(both, present);
    assertThat(index.backendsOf(Map.of("app", "b", "env", "p")))
        .containsExactlyInAnyOrder(other, present);
    assertThat(index.backendsOf(Map.of("env", "p"))).isEmpty();
    assertThat(index.backendsOf(Map.of("", "a"))).isEmpty();
  }

  @Test
  void agreesWithAskingEachBackend() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4L);
    List<Backend> backends = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      backends.add(backend("b" + i, match(random), match(random)));
    }
    BackendIndex index = new BackendIndex(backends);
    for (int i = 0; i < 2000; i++) {
      Map<String, String> labels = new HashMap<>();
      for (int j = 0; j < 4; j++) {
        labels.put("k" + random.nextInt(6), "v" + random.nextInt(3));
      }
      Endpoint endpoint = new Endpoint("id", URI.create("http://127.0.0.1"), labels);
      assertThat(index.backendsOf(labels))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(
              backends.stream().filter(backend -> backend.selects(endpoint)).toList());
    }
  }

  private static String match(RandomGenerator random) {
    String key = "k" + random.nextInt(6);
    return random.nextInt(4) == 0 ? key : key + "=v" + random.nextInt(3);
  }

  private static Backend backend(String name, String... matches) {
    return new Backend(name, Stream.of(matches).map(LabelMatch::parse).toList());
  }
}
