package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.runtime.Gateway;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The configuration of docs/configuration.md on a real Docker Engine. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class DockerGatewayIT {
  private static final Path CONFIG = Path.of("..", "rgate.yml");
  private static final String PRODUCTION = "env=production";

  @Test
  void routesToLabelledContainersAndFollowsThemAsTheyComeAndGo() throws Exception {
    try (Docker docker = Docker.required("DockerGatewayIT");
        Gateway gateway = Gateway.builder().config(CONFIG).host("127.0.0.1").port(0).start()) {
      Traffic traffic = new Traffic(gateway.port());
      assertThat(traffic.get("/api/payment/who").statusCode()).isEqualTo(503);

      String first = docker.run("app_name=payment", PRODUCTION);
      String second = docker.run("app_name=payment", PRODUCTION);
      docker.run("app_name=payment", "env=staging");
      docker.run("app_name=payment");
      String orders = docker.run("app_name=orders", PRODUCTION);
      traffic.until("/api/payment/who", 200);
      traffic.until("/api/orders/who", 200);
      untilBothAnswer(traffic);

      Map<String, Integer> payments = traffic.bodies("/api/payment/who", 200);
      assertThat(payments.keySet())
          .containsExactlyInAnyOrder(Docker.name(first), Docker.name(second));
      // Each has an even chance: fewer than 50 of 200 would be a one in a trillion event.
      assertThat(payments.values()).allSatisfy(count -> assertThat(count).isGreaterThan(50));
      assertThat(traffic.bodies("/api/orders/who", 20)).containsOnlyKeys(Docker.name(orders));
      assertThat(traffic.get("/elsewhere").statusCode()).isEqualTo(403);
      assertThat(traffic.get("/elsewhere").body()).isEqualTo("This is not reachable");

      docker.stop(first);
      assertThat(traffic.bodies("/api/payment/who", 100)).containsOnlyKeys(Docker.name(second));

      docker.stop(second);
      assertThat(traffic.get("/api/payment/who").statusCode()).isEqualTo(503);
      assertThat(traffic.get("/api/orders/who").statusCode()).isEqualTo(200);

      docker.start(first);
      traffic.until("/api/payment/who", 200);
      assertThat(traffic.bodies("/api/payment/who", 20)).containsOnlyKeys(Docker.name(first));
      assertThat(traffic.stats()).startsWith(traffic.expectedStats());
    }
  }

  /** The second container's first answer may come a moment after the first one's. */
  private static void untilBothAnswer(Traffic traffic) throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (traffic.bodies("/api/payment/who", 20).size() < 2) {
      assertThat(System.nanoTime()).as("both containers answer in time").isLessThan(deadline);
    }
  }
}
