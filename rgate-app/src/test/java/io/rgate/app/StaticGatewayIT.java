package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The configuration of docs/configuration.md over endpoints that are listed in it, without Docker.
 */
class StaticGatewayIT {

  @Test
  void routesToLabelledEndpointsAndGoesRoundThoseThatAreDown() throws Exception {
    SampleOrigin first = SampleOrigin.start("payment-1");
    SampleOrigin second = SampleOrigin.start("payment-2");
    try (SampleOrigin staging = SampleOrigin.start("staging");
        SampleOrigin orders = SampleOrigin.start("orders-1");
        first;
        second;
        Gateway gateway =
            Gateway.builder()
                .config(ConfigFile.parse("rgate.yml", config(first, second, staging, orders)))
                .host("127.0.0.1")
                .port(0)
                .start()) {
      Traffic traffic = new Traffic(gateway.port());
      Map<String, Integer> payments = traffic.bodies("/api/payment/1?a=b", 200);
      assertThat(payments)
          .containsOnlyKeys(
              "payment-1 answers GET /api/payment/1?a=b",
              "payment-2 answers GET /api/payment/1?a=b");
      assertThat(payments.values()).allSatisfy(count -> assertThat(count).isGreaterThan(50));
      assertThat(traffic.bodies("/api/orders/1", 5))
          .containsOnlyKeys("orders-1 answers GET /api/orders/1");
      assertThat(traffic.get("/").statusCode()).isEqualTo(403);

      first.close();
      assertThat(traffic.bodies("/api/payment/2", 100))
          .containsOnlyKeys("payment-2 answers GET /api/payment/2");
      second.close();
      assertThat(traffic.get("/api/payment/3").statusCode()).isEqualTo(503);
      assertThat(traffic.stats()).startsWith(traffic.expectedStats());
      assertThat(gateway.stats().error()).isEqualTo(2);
    }
  }

  private static String config(
      SampleOrigin first, SampleOrigin second, SampleOrigin staging, SampleOrigin orders)
      throws Exception {
    return Files.readString(Path.of("..", "rgate.yml"))
        + """
        discovery:
          type: static
          endpoints:
            - {url: '%s', labels: {app_name: payment, env: production}}
            - {url: '%s', labels: {app_name: payment, env: production, extra: x}}
            - {url: '%s', labels: {app_name: payment, env: staging}}
            - {url: '%s', labels: {app_name: orders, env: production}}
        """
            .formatted(first.url(), second.url(), staging.url(), orders.url());
  }
}
