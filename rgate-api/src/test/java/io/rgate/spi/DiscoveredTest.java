package io.rgate.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Endpoint;
import io.rgate.spi.Discovered.Rejected;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The value that a discovery reports. */
class DiscoveredTest {
  private static final Endpoint ENDPOINT =
      new Endpoint("a", URI.create("http://127.0.0.1:9001"), Map.of("app", "payment"));
  private static final Rejected REJECTED = new Rejected("b", "b", Map.of(), "unhealthy");

  @Test
  void hasWhatWasAddedAndNothingElse() {
    Discovered only = Discovered.of(ENDPOINT);
    Discovered all = only.withRejected(List.of(REJECTED)).withChoices(Map.of("a", "published"));

    assertThat(only.endpoints()).containsExactly(ENDPOINT);
    assertThat(only.rejected()).isEmpty();
    assertThat(only.choices()).isEmpty();
    assertThat(all.endpoints()).containsExactly(ENDPOINT);
    assertThat(all.rejected()).containsExactly(REJECTED);
    assertThat(all.choices()).containsExactly(Map.entry("a", "published"));
    assertThat(all).isNotEqualTo(only);
    assertThat(Discovered.of(List.of(ENDPOINT))).isEqualTo(only).hasSameHashCodeAs(only);
  }

  @Test
  void doesNotChangeWithTheListsThatItWasMadeOf() {
    List<Endpoint> endpoints = new ArrayList<>(List.of(ENDPOINT));
    List<Rejected> rejected = new ArrayList<>(List.of(REJECTED));
    Discovered discovered = Discovered.of(endpoints).withRejected(rejected);

    endpoints.clear();
    rejected.clear();

    assertThat(discovered.endpoints()).containsExactly(ENDPOINT);
    assertThat(discovered.rejected()).containsExactly(REJECTED);
  }

  @Test
  void refusesAnEndpointThatIsNull() {
    assertThatThrownBy(() -> Discovered.of(Arrays.asList(ENDPOINT, null)))
        .isInstanceOf(NullPointerException.class);
  }
}
