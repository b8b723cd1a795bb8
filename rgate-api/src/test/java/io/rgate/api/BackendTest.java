package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTest {
  private static final LabelMatch APP = LabelMatch.parse("app=orders");
  private static final LabelMatch CANARY = LabelMatch.parse("canary");

  private static Endpoint endpoint(Map<String, String> labels) {
    return new Endpoint("id", URI.create("http://127.0.0.1:1"), labels);
  }

  @Test
  void selectsAnEndpointThatMeetsEveryCondition() {
    Backend backend = new Backend("orders", List.of(APP, CANARY));

    assertThat(backend.selects(endpoint(Map.of("app", "orders", "canary", "", "x", "y")))).isTrue();
    assertThat(backend.selects(endpoint(Map.of("app", "orders")))).isFalse();
    assertThat(backend.selects(endpoint(Map.of("canary", "")))).isFalse();
    assertThat(backend.selects(endpoint(Map.of()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \t"})
  void theNameMustNotBeBlank(String name) {
    assertThatThrownBy(() -> new Backend(name, List.of(APP)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("name: must not be blank");
  }

  @Test
  void thereMustBeACondition() {
    assertThatThrownBy(() -> new Backend("orders", List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "match_labels: must name at least one label (KEY=VALUE, or a bare KEY); an empty list"
                + " would select every container");
  }

  @Test
  void doesNotChangeWithTheListThatItWasMadeFrom() {
    List<LabelMatch> conditions = new ArrayList<>(List.of(APP));
    Backend backend = new Backend("orders", conditions);

    conditions.add(CANARY);

    assertThat(backend.matchLabels()).containsExactly(APP);
  }
}
