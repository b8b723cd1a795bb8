package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on the module path, where providers are found by what descriptors say. */
class ModulePathIT {
  @TempDir private Path directory;

  @Test
  void theDemoRuns() throws Exception {
    try (Program program = Program.startModule(directory, "demo", "-p", "0")) {
      Traffic traffic = new Traffic(program.port());
      assertThat(traffic.get("/api/orders/7").statusCode()).isEqualTo(200);
      assertThat(traffic.stats()).startsWith(traffic.expectedStats());
      assertThat(program.terminate().exitCode()).isZero();
    }
  }

  @Test
  void everyProviderIsFound() throws Exception {
    for (String section : new String[] {"discovery", "stats", "routing"}) {
      Files.writeString(
          directory.resolve("rgate.yml"),
          "routes: []\nbackends: []\n" + section + ": {type: nonsense}\n");
      try (Program program = Program.startModule(directory)) {
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err())
            .contains("rgate.yml:3:")
            .contains(
                switch (section) {
                  case "discovery" -> "known here: docker, static";
                  case "stats" -> "known here: access_log, jdbc, memory, none";
                  default -> "known here: prefix";
                });
      }
    }
  }
}
