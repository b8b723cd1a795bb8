package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The way of a plug-in's author: one class, one jar, one line of configuration. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class PluginJarIT {
  @TempDir private static Path build;
  private static Path jar;
  @TempDir private Path directory;

  @BeforeAll
  static void buildTheJar() throws Exception {
    jar = PluginJar.build(build);
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
    assertThat(Files.readAllLines(PluginJar.SINK)).hasSizeLessThanOrEqualTo(60);
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
