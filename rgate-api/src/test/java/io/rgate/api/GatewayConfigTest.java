package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  private static final Backend ORDERS = new Backend("orders", List.of(LabelMatch.parse("a")));
  private static final Backend PAYMENT = new Backend("payment", List.of(LabelMatch.parse("b")));

  private static GatewayConfig config(List<Route> routes, List<Backend> backends) {
    return new GatewayConfig(routes, backends, DefaultResponse.NOT_FOUND);
  }

  @Test
  void manyRoutesMayLeadToOneBackend() {
    List<Route> routes = List.of(new Route("/a", "orders"), new Route("/A", "orders"));

    assertThat(config(routes, List.of(ORDERS)).routes()).isEqualTo(routes);
  }

  @Test
  void mayBeEmpty() {
    assertThat(config(List.of(), List.of()).backends()).isEmpty();
  }

  @Test
  void aRouteMustNameABackendThatIsThere() {
    List<Route> routes = List.of(new Route("/a", "orders"), new Route("/b", "ordres"));

    assertThatThrownBy(() -> config(routes, List.of(PAYMENT, ORDERS)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("routes[1].backend: no backend is named 'ordres'; backends: payment, orders");
    assertThatThrownBy(() -> config(routes, List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            """
            routes[0].backend: no backend is named 'orders'; backends: none
            routes[1].backend: no backend is named 'ordres'; backends: none\
            """);
  }

  @Test
  void routesOfOnePrefixNeedNamesOfTheirOwn() {
    Route red = new Route("/a", "orders").withName("red");
    Route blue = new Route("/a", "orders").withName("blue");

    assertThat(config(List.of(red, blue), List.of(ORDERS)).routes()).containsExactly(red, blue);
    assertThatThrownBy(() -> config(List.of(red, blue, red), List.of(ORDERS)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "routes[2].name: 'red' is already taken by routes[0]; give each route a name of its own");
  }

  @Test
  void noTwoRoutesHaveThePrefix() {
    Route route = new Route("/a", "orders");

    assertThatThrownBy(
            () -> config(List.of(route, new Route("/b", "orders"), route), List.of(ORDERS)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "routes[2].path_prefix: '/a' is already taken by routes[0]; give each route a prefix of"
                + " its own");
  }

  @Test
  void noTwoBackendsHaveTheName() {
    assertThatThrownBy(() -> config(List.of(), List.of(ORDERS, PAYMENT, ORDERS)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "backends[2].name: 'orders' is already taken; give each backend a name of its own");
  }

  @Test
  void doesNotChangeWithTheListsThatItWasMadeFrom() {
    List<Route> routes = new ArrayList<>();
    List<Backend> backends = new ArrayList<>(List.of(ORDERS));
    GatewayConfig config = config(routes, backends);

    routes.add(new Route("/", "nobody"));
    backends.clear();

    assertThat(config.routes()).isEmpty();
    assertThat(config.backends()).containsExactly(ORDERS);
  }
}
