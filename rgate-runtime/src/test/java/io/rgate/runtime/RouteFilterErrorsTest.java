package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Filter;
import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.measure.NoStats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Filters of routes and backends that cannot be made are told with their place. */
class RouteFilterErrorsTest {
  private static final Filter PASSES = (request, next) -> next.handle(request);

  private final MadeFilters provider = new MadeFilters();

  @AfterEach
  void closeProvider() {
    provider.close();
  }

  private static void requireRefused(String yaml, String... lines) {
    ConfigFile file = ConfigFile.parse("rgate.yml", yaml);
    assertThatThrownBy(() ->
            Gateway.builder()
                .config(file)
                .endpoint("http://127.0.0.1:1", Map.of())
                .filter("audit", PASSES)
                .stats(NoStats.INSTANCE)
                .start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(String.join("\n", lines));
  }

  @Test
  void allOfThemAtOnce() {
    requireRefused(
        """
        routes:
          - {path_prefix: /a, backend: b, filters: [{type: made, label: fine}]}
          - {path_prefix: /b, backend: b, filters: [{type: nope}]}
        backends:
          - {name: b, match_labels: [app], filters: [{type: audit}, {type: made, label: bad}]}
        """,
        "rgate.yml:3:52: routes[1].filters[0].type: no plug-in 'nope' for filters; known here: made",
        "rgate.yml:5:81: backends[0].filters[1].label: must not be bad");
    assertThat(MadeFilters.all()).hasSize(1).allMatch(each -> each.closed() == 1);
  }

  @Test
  void anUnknownKeyAndSettingsOfAnObject() {
    requireRefused(
        """
        routes:
          - {path_prefix: /a, backend: b, filters: [{type: made, label: fine, lable: x}]}
          - {path_prefix: /b, backend: b, filters: [{type: audit, level: 1}]}
        backends: [{name: b, match_labels: [app]}]
        """,
        "rgate.yml:2:78: routes[0].filters[0].lable: unknown key; did you mean 'label'?",
        "rgate.yml:3:66: routes[1].filters[0].level: unknown key; known here: type");
    assertThat(MadeFilters.all()).hasSize(1).allMatch(each -> each.closed() == 1);
  }

  @Test
  void aNameOfAGivenFilterIsRefusedIfItIsBlankOrTaken() {
    for (String name : List.of(" ", "audit")) {
      assertThatThrownBy(() -> Gateway.builder().filter("audit", PASSES).filter(name, PASSES))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageStartingWith("filters: ");
    }
  }
}
