package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Route;
import org.junit.jupiter.api.Test;

/** Names of routes, and several routes of one prefix. */
class RouteNamesTest {
  private static final String BACKENDS = "backends: [{name: b, match_labels: [app]}]\n";

  private static ConfigFile file(String routes) {
    return ConfigFile.parse("rgate.yml", BACKENDS + "routes:\n" + routes);
  }

  @Test
  void aRouteIsNamedAfterItsPrefixOrAsItSays() {
    ConfigFile file =
        file("- {path_prefix: /a, backend: b}\n- {path_prefix: /c, backend: b, name: see}\n");

    assertThat(file.gateway().routes()).extracting(Route::name).containsExactly("/a", "see");
  }

  @Test
  void anotherTableMayHaveSeveralRoutesOfOnePrefix() {
    ConfigFile file =
        file(
            """
            - {path_prefix: /a, backend: b, name: red}
            - {path_prefix: /a, backend: b, name: blue}
            routing: {type: by_host}
            """);

    assertThat(file.gateway().routes()).extracting(Route::name).containsExactly("red", "blue");
  }

  @Test
  void theTableOfPrefixesRefusesThemWhateverTheirNames() {
    assertThatThrownBy(() ->
            file(
                """
                - {path_prefix: /a, backend: b, name: red}
                - {path_prefix: /a, backend: b, name: blue}
                """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "rgate.yml:4:17: routes[1].path_prefix: '/a' is already taken by routes[0]; give each"
                + " route a prefix of its own");
  }

  @Test
  void noTwoRoutesHaveTheName() {
    assertThatThrownBy(() ->
            file(
                """
                - {path_prefix: /a, backend: b, name: red}
                - {path_prefix: /c, backend: b, name: red}
                """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "rgate.yml:4:39: routes[1].name: 'red' is already taken by routes[0]; give each route a"
                + " name of its own");
    assertThatThrownBy(() -> file("- {path_prefix: /a, backend: b, name: ' '}\n"))
        .hasMessageEndingWith("routes[0].name: must not be blank");
  }
}
