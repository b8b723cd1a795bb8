package io.rgate.runtime;

import io.rgate.runtime.measure.NoStats;
import java.util.List;
import java.util.Map;

/** An application whose gateway uses nothing of the JDK's HTTP: the main class of a process. */
final class OwnTransports {
  private OwnTransports() {}

  /** Prints what a request gets, and which properties of the JDK's HTTP are set afterwards. */
  public static void main(String[] args) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(GatewayRig.OK);
        Gateway gateway =
            Gateway.builder()
                .route("/", "all")
                .backend("all", "all")
                .endpoint(origin.url(), Map.of("all", ""))
                .stats(NoStats.INSTANCE)
                .front("direct")
                .upstream("direct")
                .host("127.0.0.1")
                .port(0)
                .start();
        Wire client = Wire.to(gateway.port())) {
      System.out.println("status " + client.send(GatewayRig.LAST_GET).response().status());
    }
    List<String> set =
        System.getProperties().stringPropertyNames().stream()
            .filter(name ->
                name.startsWith("sun.net.httpserver.") || name.startsWith("jdk.httpclient."))
            .sorted()
            .toList();
    System.out.println("set: " + set);
    System.exit(0);
  }
}
