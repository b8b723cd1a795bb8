package io.rgate.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Request;
import io.rgate.api.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrefixRouteTableTest {
  private static PrefixRouteTable table(String... prefixes) {
    return new PrefixRouteTable(Stream.of(prefixes).map(prefix -> new Route(prefix, "b")).toList());
  }

  private static Optional<String> match(PrefixRouteTable table, String path) {
    Request request = Request.builder("GET", path).build();
    return table.match(request).map(Route::pathPrefix);
  }

  @Test
  void aTableWithoutRoutesMatchesNothing() {
    assertThat(match(table(), "/")).isEmpty();
  }

  @Test
  void theLongestPrefixWinsWhateverTheOrder() {
    PrefixRouteTable table = table("/api", "/api/orders/special", "/", "/api/orders");

    assertThat(match(table, "/api/orders/special/1")).hasValue("/api/orders/special");
    assertThat(match(table, "/api/orders/specia")).hasValue("/api/orders");
    assertThat(match(table, "/api/orders")).hasValue("/api/orders");
    assertThat(match(table, "/api/order")).hasValue("/api");
    assertThat(match(table, "/ap")).hasValue("/");
  }

  @Test
  void twoRoutesOfOnePrefixAreRefused() {
    List<Route> routes =
        List.of(new Route("/a", "b").withName("red"), new Route("/a", "b").withName("blue"));

    assertThatThrownBy(() -> new PrefixRouteTable(routes))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "routes[1].path_prefix: '/a' is already taken by routes[0]; give each route a prefix of"
                + " its own");
  }

  @Test
  void aPrefixIsLiteral() {
    PrefixRouteTable table = table("/api");

    assertThat(match(table, "/apis")).hasValue("/api");
    assertThat(match(table, "/API")).isEmpty();
    assertThat(match(table, "/%61pi")).isEmpty();
  }

  @Test
  void theAsteriskFormMatchesNoRoute() {
    assertThat(match(table("/"), "*")).isEmpty();
  }

  @Test
  void agreesWithASearchThroughAllRoutes() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      Set<String> prefixes = new LinkedHashSet<>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        prefixes.add(path(random));
      }
      List<String> shuffled = new ArrayList<>(prefixes);
      Collections.shuffle(shuffled, random);
      PrefixRouteTable table = table(shuffled.toArray(String[]::new));
      for (int i = 0; i < 100; i++) {
        String path = path(random) + path(random);
        assertThat(match(table, path))
            .as("%s among %s", path, prefixes)
            .isEqualTo(
                prefixes.stream()
                    .filter(path::startsWith)
                    .max(Comparator.comparingInt(String::length)));
      }
    }
  }

  /** Few characters, so that many are prefixes of each other. */
  private static String path(Random random) {
    StringBuilder path = new StringBuilder("/");
    for (int i = random.nextInt(8); i > 0; i--) {
      path.append("/ab~".charAt(random.nextInt(4)));
    }
    return path.toString();
  }
}
