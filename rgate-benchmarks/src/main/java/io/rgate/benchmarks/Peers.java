package io.rgate.benchmarks;

import io.rgate.benchmarks.Peer.Launcher;
import io.rgate.benchmarks.Peer.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gateways that can be measured, each set up as its own documentation shows. */
final class Peers {
  /** The same for everything that runs on a JVM. */
  private static final List<String> JVM = List.of("-Xms128m", "-Xmx512m");

  private static final String BOTH_STATS =
      "{sinks: [{type: memory}, {type: jdbc, url: 'jdbc:h2:file:%s/stats'}]}";

  private static final String PROVIDERS =
      """
      security.provider.1=com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider
      security.provider.2=SUN
      security.provider.3=SunRsaSign
      security.provider.4=SunEC
      security.provider.5=SunJSSE
      security.provider.6=SunJCE
      """;

  private static final Map<String, Peer> ALL = new LinkedHashMap<>();

  static {
    RgateYaml rgate = RgateYaml.DEFAULT;
    rgate("rgate", "as it comes", rgate);
    rgate("rgate-http_client", "upstream.client http_client", rgate.withClient("http_client"));
    rgate("rgate-jdk_server", "listens through the JDK's server", rgate.withFront("jdk"));
    rgate("rgate-no_stats", "stats none", rgate.withStats("{type: none}"));
    nativeRgate("rgate-accp", rgate);
    rgate("rgate-jdbc", "stats memory and jdbc (H2 in a file)", rgate.withStats(BOTH_STATS));
    add("nginx", Versions.of("nginx", "-v"), Peers::nginx);
    add("haproxy", Versions.of("haproxy", "-v"), site -> haproxy(site, 1));
    add("caddy", Versions.of("caddy", "version"), Peers::caddy);
    library("undertow", "UndertowPeer", "undertow-core");
    library("vertx", "VertxPeer", "vertx-http-proxy");
    library("jetty", "JettyPeer", "jetty-proxy");
    library("scg-webflux", "WebFluxPeer", "spring-cloud-gateway-server-webflux");
    library("scg-mvc", "MvcPeer", "spring-cloud-gateway-server-webmvc");
    rgate("rgate-10-routes", "10 routes", rgate.withRoutes(10));
    rgate("rgate-10000-routes", "10,000 routes", rgate.withRoutes(10_000));
    add("haproxy-1000-endpoints", Versions.of("haproxy", "-v"), site -> haproxy(site, 1_000));
    rgate("rgate-1000-endpoints", "1,000 endpoints", rgate.withEndpoints(1_000));
  }

  private Peers() {}

  static Collection<Peer> all() {
    return ALL.values();
  }

  static Peer named(String name) {
    Peer peer = ALL.get(name);
    if (peer == null) {
      throw new IllegalArgumentException("no peer '" + name + "'; there are " + ALL.keySet());
    }
    return peer;
  }

  private static void add(String name, String version, Launcher launcher) {
    ALL.put(name, new Peer(name, version, launcher));
  }

  private static void rgate(String name, String what, RgateYaml yaml) {
    add(
        name,
        "this checkout, " + what,
        site -> java(app(site).toString() + "/*", "io.rgate.app.Main", arguments(site, yaml)));
  }

  /** With Amazon's provider before those of the JDK, for what of TLS can be done natively. */
  private static void nativeRgate(String name, RgateYaml yaml) {
    Path folder = Path.of("rgate-benchmarks/peers/accp/target/app");
    String version = Versions.ofJar(folder, "AmazonCorrettoCryptoProvider");
    add(
        name,
        "this checkout, with AmazonCorrettoCryptoProvider " + version,
        site -> {
          Path first = site.root().resolve(folder);
          if (!Files.isDirectory(first)) {
            throw new IOException("not built: " + first); // the JVM would do without it silently
          }
          Path security = site.work().resolve("java.security");
          Files.writeString(security, PROVIDERS);
          String classPath = first + "/*:" + app(site) + "/*";
          List<String> command =
              new ArrayList<>(java(classPath, "io.rgate.app.Main", arguments(site, yaml)));
          command.add(1, "-Djava.security.properties=" + security);
          return command;
        });
  }

  private static Path app(Site site) {
    return site.root().resolve("rgate-app/target/app");
  }

  private static List<String> arguments(Site site, RgateYaml yaml) throws IOException {
    Path config = site.work().resolve("rgate.yml");
    Files.writeString(config, yaml.text(site));
    String port = Integer.toString(site.port());
    return List.of("--host", "127.0.0.1", "-p", port, "-c", config.toString());
  }

  private static void library(String name, String main, String artifact) {
    Path app = Path.of("rgate-benchmarks/peers", name, "target/app");
    add(
        name,
        artifact + " " + Versions.ofJar(app, artifact),
        site -> {
          String origin = site.origin().toString();
          String port = Integer.toString(site.port());
          String keystore = site.certificate().keystore().toString();
          return java(
              site.root().resolve(app) + "/*",
              "io.rgate.benchmarks.peers." + main,
              List.of(port, origin, site.wire().id(), keystore, Certificate.PASSWORD));
        });
  }

  private static List<String> java(String classPath, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  private static List<String> nginx(Site site) throws IOException {
    Path file = site.work().resolve("nginx.conf");
    Files.writeString(file, NginxConf.proxy(site));
    return List.of("nginx", "-p", site.work().toString(), "-c", file.toString());
  }

  private static List<String> haproxy(Site site, int endpoints) throws IOException {
    Path file = site.work().resolve("haproxy.cfg");
    Files.writeString(file, HaproxyCfg.text(site, endpoints));
    return List.of("haproxy", "-db", "-f", file.toString());
  }

  private static List<String> caddy(Site site) throws IOException {
    Path file = site.work().resolve("Caddyfile");
    Files.writeString(file, Caddyfile.text(site));
    return List.of("caddy", "run", "--config", file.toString(), "--adapter", "caddyfile");
  }
}
