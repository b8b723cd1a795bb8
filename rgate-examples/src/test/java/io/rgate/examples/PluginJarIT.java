package io.rgate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a plug-in's author: one class, one jar, one line of configuration. */
class PluginJarIT {
  private static final Path SOURCES = Path.of("src", "plugin");
  private static final Path SINK = SOURCES.resolve("com/example/statuses/StatusCounts.java");

  @TempDir private static Path build;
  private static Path jar;
  @TempDir private Path directory;

  /** Knows only the jar of the API, and the one with its annotations. */
  @BeforeAll
  static void buildTheJar() throws Exception {
    Path classes = build.resolve("classes");
    jar = build.resolve("statuses.jar");
    run(
        "javac",
        "-d",
        classes.toString(),
        "--release",
        "21",
        "-Xlint:all,-requires-automatic",
        "-Werror",
        "-p",
        apiJar() + File.pathSeparator + annotations(),
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
  }

  private static Path apiJar() throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of("target", "app"), "rgate-api-*.jar")) {
      return jars.iterator().next();
    }
  }

  /** What the API says about null: its module asks for it when something is compiled. */
  private static Path annotations() throws Exception {
    return Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void run(String tool, String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int exitCode = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
    assertThat(exitCode).as("%s: %s", tool, output).isZero();
  }

  private void configure() throws IOException {
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        stats: {sinks: [{type: statuses, file: counts.txt}, {type: memory}]}
        """);
  }

  private void assertCounts(Program program) throws Exception {
    Traffic traffic = new Traffic(program.port());
    for (int i = 0; i < 3; i++) {
      assertThat(traffic.get("/nowhere").statusCode()).isEqualTo(404);
    }
    assertThat(traffic.get("/%2e%2e/").statusCode()).isEqualTo(400);
    // The plug-in cannot be asked; the memory sink beside it answers.
    assertThat(traffic.stats()).startsWith(traffic.expectedStats());
    assertThat(program.terminate().exitCode()).isZero();
    assertThat(directory.resolve("counts.txt")).hasContent("{400=1, 404=3}");
  }

  @Test
  void theWholeSinkAndItsProviderAreSixtyLinesAtMost() throws Exception {
    assertThat(Files.readAllLines(SINK)).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void runsOnTheClassPath() throws Exception {
    configure();
    try (Program program = Program.startWith(jar, directory, "-p", "0")) {
      assertCounts(program);
    }
  }

  @Test
  void runsOnTheModulePath() throws Exception {
    configure();
    try (Program program = Program.startModuleWith(jar, directory, "-p", "0")) {
      assertCounts(program);
    }
  }
}
