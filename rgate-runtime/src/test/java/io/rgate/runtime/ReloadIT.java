package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.runtime.measure.NoStats;
import io.rgate.runtime.route.PrefixRouteTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reload puts in force what a start with the same configuration would have. */
class ReloadIT {
  private RawOrigin origin;

  @BeforeEach
  void startOrigin() throws IOException {
    origin = RawOrigin.answering(GatewayRig.OK);
  }

  @AfterEach
  void stopOrigin() throws Exception {
    origin.close();
  }

  private static GatewayConfig config(String prefix, String label) {
    return new GatewayConfig(
        List.of(new Route(prefix, "files")),
        List.of(new Backend("files", List.of(LabelMatch.parse(label)))),
        new DefaultResponse(403, "no"));
  }

  private Gateway.Builder builder() {
    return Gateway.builder()
        .endpoint(origin.url(), Map.of("app", ""))
        .stats(NoStats.INSTANCE)
        .host("127.0.0.1")
        .port(0);
  }

  private static int status(Gateway gateway, String path) throws IOException {
    try (Wire client = Wire.to(gateway.port())) {
      return client.send(GatewayRig.LAST_GET.replace("/ ", path + " ")).response().status();
    }
  }

  @Test
  void whatTheBuilderWasToldStaysAndTheConfigurationIsReplaced() throws Exception {
    try (Gateway gateway =
        builder()
            .config(config("/old", "app"))
            .route("/mine", "mine")
            .backend("mine", "app")
            .start()) {
      assertThat(status(gateway, "/old")).isEqualTo(200);
      assertThat(status(gateway, "/mine")).isEqualTo(200);

      gateway.reload(config("/new", "app"));

      assertThat(status(gateway, "/new")).isEqualTo(200);
      assertThat(status(gateway, "/old")).isEqualTo(403);
      assertThat(status(gateway, "/mine")).isEqualTo(200);
    }
  }

  @Test
  void theBuildersDefaultResponseStays() throws Exception {
    try (Gateway gateway =
        builder().config(config("/a", "app")).defaultResponse(410, "gone").start()) {
      gateway.reload(config("/b", "app"));

      assertThat(status(gateway, "/a")).isEqualTo(410);
    }
  }

  @Test
  void aRouteThatTheBuilderHasTooIsAnErrorAsAtTheStartAndTheOldOnesStay() throws Exception {
    try (Gateway gateway = builder().route("/a", "mine").backend("mine", "app").start()) {
      assertThatThrownBy(() -> gateway.reload(config("/a", "app")))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("'/a' is already taken");
      assertThat(status(gateway, "/a")).isEqualTo(200);
    }
  }

  @Test
  void aGivenTableKeepsItsRoutesAndOtherRoutesAreAnError() throws Exception {
    GatewayConfig first = config("/a", "app");
    try (Gateway gateway =
        builder().config(first).routing(new PrefixRouteTable(first.routes())).start()) {
      assertThatThrownBy(() -> gateway.reload(config("/b", "app")))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageStartingWith("routes: cannot be changed");
      assertThat(status(gateway, "/a")).isEqualTo(200);

      gateway.reload(config("/a", "nobody"));

      assertThat(status(gateway, "/a")).isEqualTo(503);
    }
  }

  @Test
  void aClosedGatewayIsNotReloaded() {
    Gateway gateway = builder().start();
    gateway.close();

    assertThatThrownBy(() -> gateway.reload(config("/a", "app")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the gateway is closed");
  }
}
