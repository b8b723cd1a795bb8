package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** One line of configuration moves the program's statistics into a database. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class DatabaseStatsIT {
  @TempDir private Path directory;

  private void configure() throws Exception {
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        stats: {type: jdbc}
        """);
  }

  @Test
  void countsSurviveARestartOfTheProgramOnBothPaths() throws Exception {
    configure();
    try (Program program = Program.start(directory, "-p", "0")) {
      Traffic traffic = new Traffic(program.port());
      for (int i = 0; i < 5; i++) {
        assertThat(traffic.get("/nowhere").statusCode()).isEqualTo(404);
      }
      assertThat(traffic.stats()).startsWith(traffic.expectedStats());
      assertThat(traffic.get("/nowhere").statusCode()).isEqualTo(404);
      assertThat(program.terminate().exitCode()).as(program.err()).isZero();
    }
    try (Program program = Program.startModule(directory, "-p", "0")) {
      Traffic traffic = new Traffic(program.port());
      assertThat(traffic.stats()).startsWith("{\"requests_count\":{\"success\":0,\"error\":6},");
      assertThat(program.terminate().exitCode()).as(program.err()).isZero();
    }
  }
}
