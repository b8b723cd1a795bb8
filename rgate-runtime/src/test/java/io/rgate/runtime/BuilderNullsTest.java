package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Limits;
import io.rgate.config.ConfigFile;
import io.rgate.config.StatsConfig;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.RouteTable;
import io.rgate.spi.StatsSink;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.UpstreamProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null is refused where it is given, by the name of the parameter. */
class BuilderNullsTest {

  static Stream<Arguments> nulls() {
    return Stream.of(
        of("path", b -> b.config((Path) null)),
        of("read", b -> b.config((ConfigFile) null)),
        of("config", b -> b.config((GatewayConfig) null)),
        of("pathPrefix", b -> b.route(null, "b")),
        of("backend", b -> b.route("/a", null)),
        of("forwarding", b -> b.route("/a", "b", null)),
        of("forwarding", b -> b.forwarding((Forwarding) null)),
        of("limits", b -> b.limits((Limits) null)),
        of("name", b -> b.backend(null, "a")),
        of("matchLabels", b -> b.backend("b", (String[]) null)),
        of("text", b -> b.backend("b", "a", null)),
        of("body", b -> b.defaultResponse(404, null)),
        of("url", b -> b.endpoint(null, Map.of())),
        of("labels", b -> b.endpoint("http://a:1", null)),
        of("given", b -> b.discovery((BackendDiscovery) null)),
        of("given", b -> b.stats((StatsSink) null)),
        of("config", b -> b.statsConfig((StatsConfig) null)),
        of("name", b -> b.admin(null, 0)),
        of("given", b -> b.routing((RouteTable) null)),
        of("filter", b -> b.filter((Filter) null)),
        of("name", b -> b.filter(null, (request, next) -> next.handle(request))),
        of("filter", b -> b.filter("audit", null)),
        of("given", b -> b.upstream((UpstreamProvider) null)),
        of("name", b -> b.upstream((String) null)),
        of("given", b -> b.front((FrontProvider) null)),
        of("name", b -> b.front((String) null)),
        of("given", b -> b.httpServer(null)),
        of("name", b -> b.host(null)),
        of("grace", b -> b.shutdown(null, Duration.ZERO)),
        of("drain", b -> b.shutdown(Duration.ZERO, null)));
  }

  private static Arguments of(String parameter, Consumer<Gateway.Builder> call) {
    return Arguments.of(parameter, call);
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void isNamed(String parameter, Consumer<Gateway.Builder> call) {
    assertThatNullPointerException()
        .isThrownBy(() -> call.accept(Gateway.builder()))
        .withMessage(parameter);
  }
}
