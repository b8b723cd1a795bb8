package io.rgate.runtime;

import com.sun.net.httpserver.HttpServer;
import io.rgate.runtime.measure.NoStats;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An application in a process of its own that has used the JDK's HTTP before it embeds rgate. */
final class HostApplication {
  private HostApplication() {}

  /** The command line of one that has used {@code what}. */
  static List<String> command(String what) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (what.equals("proxy")) {
      // Where nobody listens: whoever honours it gets nowhere.
      command.addAll(
          List.of("-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=1", "-Dhttp.nonProxyHosts="));
    }
    if (what.equals("foreign")) {
      command.add("-Dcom.sun.net.httpserver.HttpServerProvider=" + ForeignServer.class.getName());
      command.add("--add-exports=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", classPath(), HostApplication.class.getName(), what));
    return command;
  }

  /** Where the gateway, its plug-ins and the classes of the tests are. */
  static String classPath() {
    String classes =
        Stream.of(Gateway.class, HostApplication.class, io.rgate.api.Route.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .reduce((a, b) -> a + File.pathSeparator + b)
            .orElseThrow();
    // The test class path has a test module's own classes only on one of the two.
    return String.join(
        File.pathSeparator,
        classes,
        Path.of("target", "test-classes").toString(),
        System.getProperty("java.class.path", ""),
        System.getProperty("jdk.module.path", ""));
  }

  /** Prints what a request through a gateway gets. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "server" -> HttpServer.create(new InetSocketAddress(0), 0).stop(0);
      case "client" -> HttpClient.newHttpClient().close();
      default -> {
        // Its options have done it.
      }
    }
    RawOrigin origin = RawOrigin.answering(OverTheWire.OK);
    try (origin;
        Gateway gateway =
            Gateway.builder()
                .route("/", "all")
                .backend("all", "all")
                .endpoint(origin.url(), Map.of("all", ""))
                .stats(NoStats.INSTANCE)
                .front("jdk")
                .host(InetAddress.getLoopbackAddress().getHostAddress())
                .port(0)
                .start();
        Wire client = Wire.to(gateway.port())) {
      Message answer = client.send(OverTheWire.GET).response();
      boolean keptAlive = client.send(OverTheWire.GET).response().status() == 200;
      System.out.println(
          "status " + answer.status() + ", content " + answer.text() + ", kept alive " + keptAlive);
    }
    if (args[0].equals("foreign") && ForeignServer.requests() == 0) {
      throw new IllegalStateException("the foreign server was not used");
    }
    System.exit(0);
  }
}
