package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.LabelMatch;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Inventory.Item;
import io.rgate.runtime.OddPlugins.Odd;
import io.rgate.runtime.plugin.Bounds;
import io.rgate.runtime.plugin.GuardedDiscovery;
import io.rgate.spi.Discovered;
import io.rgate.spi.Discovered.Rejected;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InventoryTest {
  private static final List<Backend> BACKENDS =
      List.of(
          backend("payment", "app_name=payment", "env=production"),
          backend("orders", "app_name=orders", "env=production"));
  private static final Map<String, String> PAYMENT =
      Map.of("app_name", "payment", "env", "production");

  private final InitialReports reports = new InitialReports();

  @Test
  void saysForEachWhatItServesOrWhyItServesNothing() {
    reports.report(
        Discovered.of(
                endpoint("a", PAYMENT, 3),
                endpoint("b", PAYMENT, 0),
                endpoint("c", Map.of("app_name", "payment"), 1),
                endpoint("d", Map.of(), 1))
            .withRejected(
                List.of(
                    new Rejected("e", "name-e", PAYMENT, "unhealthy"),
                    new Rejected(
                        "f", "name-f", Map.of("env", "production"), "not running: exited"))));

    Inventory inventory = Inventory.of(BACKENDS, reports);

    assertThat(inventory.items())
        .extracting(Item::id, Item::serves, Item::backends, Item::reason)
        .containsExactly(
            tuple("a", true, List.of("payment"), ""),
            tuple("b", false, List.of("payment"), "drained: weight 0"),
            tuple("c", false, List.of(), "lacks env=production for payment"),
            tuple(
                "d",
                false,
                List.of(),
                "lacks app_name=payment, env=production for payment;"
                    + " lacks app_name=orders, env=production for orders"),
            tuple("e", false, List.of("payment"), "unhealthy"),
            tuple(
                "f",
                false,
                List.of(),
                "not running: exited;"
                    + " lacks app_name=payment for payment; lacks app_name=orders for orders"));
    assertThat(inventory.items().getFirst().weight()).isEqualTo(3);
    assertThat(inventory.failures()).isEmpty();
  }

  @Test
  void tellsWhatCouldNotBeAsked() throws Exception {
    reports.onFailure(new IOException("tcp://far: away"));
    reports.await(Duration.ofMinutes(1));

    assertThat(Inventory.of(BACKENDS, reports).failures()).containsExactly("tcp://far: away");
  }

  @Test
  void aDiscoveryThatHangsIsAFailureThatNamesIt() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Odd hangs = new Odd(listener -> OddPlugins.hang(end), () -> OddPlugins.hang(end));
    Duration bound = Duration.ofMillis(100);
    try (GuardedDiscovery discovery = new GuardedDiscovery(hangs, new Bounds(bound, bound))) {
      discovery.start(reports);
      reports.await(Duration.ofMinutes(1));
    }
    end.countDown();

    assertThat(Inventory.of(BACKENDS, reports).failures())
        .singleElement()
        .asString()
        .contains(Odd.class.getName(), "has not returned from start within 100 ms");
  }

  @Test
  void asksTheConfiguredDiscovery() throws Exception {
    ConfigFile file =
        ConfigFile.parse(
            "test",
            """
            routes: [{path_prefix: /api, backend: payment}]
            backends: [{name: payment, match_labels: [app_name=payment]}]
            discovery:
              type: static
              endpoints:
                - url: http://127.0.0.1:9001
                  labels: {app_name: payment}
            """);

    assertThat(Inventory.take(file, Duration.ofMinutes(1)).items())
        .containsExactly(
            new Item(
                "http://127.0.0.1:9001",
                "http://127.0.0.1:9001",
                URI.create("http://127.0.0.1:9001"),
                1,
                List.of("payment"),
                "",
                ""));
  }

  private static Backend backend(String name, String... matches) {
    return new Backend(name, Stream.of(matches).map(LabelMatch::parse).toList());
  }

  private static Endpoint endpoint(String id, Map<String, String> labels, int weight) {
    return new Endpoint(id, "name-" + id, URI.create("http://127.0.0.1:1"), labels, weight);
  }
}
