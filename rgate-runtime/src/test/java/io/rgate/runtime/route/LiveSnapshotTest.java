package io.rgate.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.spi.Discovered;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveSnapshotTest {
  private static final Endpoint ORDERS = endpoint(1, "orders");
  private static final Endpoint PAYMENT = endpoint(2, "payment");
  private static final GatewayConfig ORDERS_ONLY = config("orders");

  private static Endpoint endpoint(int port, String app) {
    return new Endpoint(
        "id-" + port, URI.create("http://127.0.0.1:" + port), Map.of("app_name", app, "other", ""));
  }

  private static GatewayConfig config(String backend) {
    return new GatewayConfig(
        List.of(new Route("/" + backend, backend)),
        List.of(new Backend(backend, List.of(LabelMatch.parse("app_name=" + backend)))),
        DefaultResponse.NOT_FOUND);
  }

  private static LiveSnapshot live() {
    return new LiveSnapshot(ORDERS_ONLY, PrefixRouteTable::new);
  }

  @Test
  void holdsForEachBackendTheEndpointsThatItSelects() {
    LiveSnapshot live = live();
    assertThat(live.current().endpointsOf("orders")).isEmpty();

    live.report(Discovered.of(PAYMENT, ORDERS));

    assertThat(live.current().endpointsOf("orders")).containsExactly(ORDERS);
    assertThat(live.current().endpointsOf("payment")).isEmpty();
  }

  @Test
  void anUnchangedListLeavesTheSnapshot() {
    LiveSnapshot live = live();
    live.report(Discovered.of(ORDERS));
    Snapshot before = live.current();

    live.report(Discovered.of(endpoint(1, "orders")));

    assertThat(live.current()).isSameAs(before);
  }

  @Test
  void afterAFailureTheLastListStaysInForce() {
    LiveSnapshot live = live();
    live.report(Discovered.of(ORDERS));

    live.onFailure(new IOException("away"));

    assertThat(live.current().endpointsOf("orders")).containsExactly(ORDERS);
  }

  @Test
  void aReloadAppliesTheNewConditionsToTheEndpointsThatAreKnown() {
    LiveSnapshot live = live();
    live.report(Discovered.of(ORDERS, PAYMENT));

    live.reload(config("payment"));

    assertThat(live.current().endpointsOf("payment")).containsExactly(PAYMENT);
    assertThat(live.current().endpointsOf("orders")).isEmpty();
  }

  @Test
  void aReloadThatFailsLeavesEverythingAsItWas() {
    LiveSnapshot live =
        new LiveSnapshot(
            ORDERS_ONLY,
            routes -> {
              if (!routes.equals(ORDERS_ONLY.routes())) {
                throw new InvalidConfigException("routes", "refused");
              }
              return new PrefixRouteTable(routes);
            });
    live.report(Discovered.of(ORDERS));
    Snapshot before = live.current();

    assertThatThrownBy(() -> live.reload(config("payment")))
        .isInstanceOf(InvalidConfigException.class);

    assertThat(live.current()).isSameAs(before);
    live.report(Discovered.of(ORDERS, PAYMENT));
    assertThat(live.current().endpointsOf("orders")).containsExactly(ORDERS);
  }

  @Test
  void aFailureCountsAsTheFirstReport() throws Exception {
    LiveSnapshot live = live();
    live.onFailure(new IOException("away"));

    long start = System.nanoTime();
    live.awaitFirstReport(Duration.ofMinutes(1));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }
}
