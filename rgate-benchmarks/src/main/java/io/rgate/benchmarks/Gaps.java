package io.rgate.benchmarks;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What peers cannot do, known before or seen in a run: a report has no figure then, but why. */
final class Gaps {
  private static final String JDK_FRONT = "the JDK's server has neither TLS nor HTTP/2 in rgate";
  private static final String JDK_CLIENT = "the JDK's client speaks no HTTP/2 by prior knowledge";

  private static final String JDK_TUNNEL = "neither the JDK's server nor its client has tunnels";
  private static final String NO_TRAILERS =
      "its proxy drops the trailer section, and with it grpc-status";

  private final Map<Scenario, Map<String, String>> seen = new EnumMap<>(Scenario.class);

  /** What was seen by hand that a peer cannot do, or null. */
  static @Nullable String known(String peer, Wire wire) {
    return switch (peer + " " + wire.id()) {
      case "rgate-jdk_server tls", "rgate-jdk_server h2c", "rgate-jdk_server grpc" -> JDK_FRONT;
      case "rgate-http_client grpc", "scg-mvc grpc" -> JDK_CLIENT;
      case "rgate-jdk_server websocket", "rgate-http_client websocket" -> JDK_TUNNEL;
      case "jetty websocket" -> "its proxy passes the 101 on, and closes the connection then";
      case "scg-mvc websocket" -> "no answer to the upgrade comes through it";
      case "vertx grpc", "jetty grpc" -> NO_TRAILERS;
      default -> null;
    };
  }

  void add(Scenario scenario, String peer, String why) {
    seen.computeIfAbsent(scenario, key -> new LinkedHashMap<>()).put(peer, why);
  }

  /** Why peers have no figure, by their names. */
  Map<String, String> of(Scenario scenario) {
    return seen.getOrDefault(scenario, Map.of());
  }
}
