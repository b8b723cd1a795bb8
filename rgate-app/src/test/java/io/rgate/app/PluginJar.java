package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** The plug-in of {@code rgate-examples/src/plugin}, in a jar as its author would build it. */
final class PluginJar {
  private static final Path SOURCES = Path.of("..", "rgate-examples", "src", "plugin");

  /** The whole of it, but for its descriptors. */
  static final Path SINK = SOURCES.resolve("com/example/statuses/StatusCounts.java");

  private PluginJar() {}

  /** Builds it in {@code folder}, with only the jar of the API and the one of its annotations. */
  static Path build(Path folder) throws Exception {
    Path classes = folder.resolve("classes");
    Path jar = folder.resolve("statuses.jar");
    run(
        "javac",
        "-d",
        classes.toString(),
        "--release",
        "21",
        "-Xlint:all,-requires-automatic",
        "-Werror",
        "-p",
        apiJar().toString(),
        SOURCES.resolve("module-info.java").toString(),
        SINK.toString());
    run(
        "jar",
        "--create",
        "--file=" + jar,
        "-C",
        classes.toString(),
        ".",
        "-C",
        SOURCES.toString(),
        "META-INF");
    return jar;
  }

  /** The only jar that a plug-in needs to compile. */
  static Path apiJar() throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of("target", "app"), "rgate-api-*.jar")) {
      return jars.iterator().next();
    }
  }

  private static void run(String tool, String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int exitCode = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
    assertThat(exitCode).as("%s: %s", tool, output).isZero();
  }
}
