package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/** Jars of plug-ins of one class, {@code com.example.Mine}, whose source a test has. */
final class TestPlugin {
  /**
   * One of each kind: a discovery that finds nothing, a table without routes, and a sink, a filter
   * and an observer that write a file when they are closed.
   */
  static final String ALL_KINDS =
      """
      package com.example;

      import io.rgate.api.*;
      import io.rgate.spi.*;
      import java.nio.file.*;
      import java.util.List;
      import java.util.Optional;

      public final class Mine {
        public static final class Discovery implements BackendDiscoveryProvider {
          public String name() { return "mine"; }
          public BackendDiscovery create(Settings settings) {
            return new BackendDiscovery() {
              public void start(Listener listener) { listener.report(Discovered.of()); }
              public void close() {}
            };
          }
        }
        public static final class Table implements RouteTableProvider {
          public String name() { return "mine"; }
          public RouteTable create(Settings settings, List<Route> routes) {
            return request -> Optional.empty();
          }
        }
        public static final class Sink implements StatsSinkProvider {
          public String name() { return "mine"; }
          public StatsSink create(Settings settings) {
            Path file = Path.of(settings.string("file"));
            return new StatsSink() {
              public void record(Sample sample) {}
              public void close() { write(file, "closed"); }
            };
          }
        }
        public static final class Filters implements FilterProvider {
          public String name() { return "mine"; }
          public Filter create(Settings settings) { return new Marks(settings.path("file")); }
        }
        record Marks(Path file) implements Filter, AutoCloseable {
          public Response filter(Request request, Handler next) throws java.io.IOException {
            Response response = next.handle(request);
            return response.withFields(response.fields().with("X-Filter", "mine"));
          }
          public void close() { write(file, "closed"); }
        }
        public static final class Observers implements ObserverProvider {
          public String name() { return "mine"; }
          public Observer create(Settings settings) { return new Counts(settings.path("file")); }
        }
        static final class Counts implements Observer, AutoCloseable {
          private final Path file;
          private final java.util.concurrent.atomic.LongAdder ended =
              new java.util.concurrent.atomic.LongAdder();
          Counts(Path file) { this.file = file; }
          public Observation begin(Request request) { return sample -> ended.increment(); }
          public void close() { write(file, "closed after " + ended); }
        }
        public static final class Balancers implements BalancerProvider {
          public String name() { return "mine"; }
          public Balancer create(Settings settings) {
            return endpoints -> request -> endpoints.getFirst();
          }
        }
        private static void write(Path file, String text) {
          try {
            Files.writeString(file, text);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      }
      """;

  static final Map<String, String> ALL_SERVICES =
      Map.of(
          "io.rgate.spi.BackendDiscoveryProvider", "com.example.Mine$Discovery",
          "io.rgate.spi.BalancerProvider", "com.example.Mine$Balancers",
          "io.rgate.spi.FilterProvider", "com.example.Mine$Filters",
          "io.rgate.spi.ObserverProvider", "com.example.Mine$Observers",
          "io.rgate.spi.RouteTableProvider", "com.example.Mine$Table",
          "io.rgate.spi.StatsSinkProvider", "com.example.Mine$Sink");

  private TestPlugin() {}

  /** A jar with a sink named {@code mine} that does that with a sample, and that when closed. */
  static void sink(Path jar, String record, String close) throws IOException {
    String source =
        """
        package com.example;

        public final class Mine implements io.rgate.spi.StatsSinkProvider {
          public String name() { return "mine"; }
          public io.rgate.spi.StatsSink create(io.rgate.spi.Settings settings) {
            return new io.rgate.spi.StatsSink() {
              public void record(io.rgate.spi.Sample sample) { %s }
              public void close() { %s }
            };
          }
        }
        """
            .formatted(record, close);
    build(jar, source, Map.of("io.rgate.spi.StatsSinkProvider", "com.example.Mine"));
  }

  /** Compiles {@code source} and puts it into {@code jar}, with these providers of services. */
  static void build(Path jar, String source, Map<String, String> services) throws IOException {
    Path work = Files.createTempDirectory("plugin");
    Path file = Files.writeString(work.resolve("Mine.java"), source);
    Path classes = Files.createDirectories(work.resolve("classes"));
    Path declared = Files.createDirectories(classes.resolve("META-INF/services"));
    for (Map.Entry<String, String> service : services.entrySet()) {
      Files.writeString(declared.resolve(service.getKey()), service.getValue() + "\n");
    }
    String path = PluginJar.apiJar().toString();
    run("javac", List.of("-proc:none", "-d", classes.toString(), "-cp", path, file.toString()));
    run("jar", List.of("--create", "--file=" + jar, "-C", classes.toString(), "."));
  }

  private static void run(String tool, List<String> arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    String[] all = new ArrayList<>(arguments).toArray(String[]::new);
    int exitCode = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, all);
    assertThat(exitCode).as("%s: %s", tool, output).isZero();
  }
}
