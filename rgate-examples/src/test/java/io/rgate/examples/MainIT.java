package io.rgate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example program, in a process of its own. */
class MainIT {
  @TempDir private Path directory;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(directory.toFile()).start();
  }

  @Test
  @Timeout(60)
  void servesWhatTheFileSaysUntilItIsAskedToStop() throws Exception {
    try (Origin origin = new Origin()) {
      Files.writeString(
          directory.resolve("own.yml"),
          """
          routes: [{path_prefix: /a, backend: a}]
          backends: [{name: a, match_labels: [app]}]
          discovery: {type: static, endpoints: [{url: '%s', labels: {app: a}}]}
          stats: {type: access_log, file: access.log}
          """
              .formatted(origin.url()));
      Process process = start("-c", "own.yml", "-p", "0");
      try (BufferedReader out = process.inputReader()) {
        int port = Integer.parseInt(out.readLine().replaceAll("\\D", ""));
        assertThat(Client.get(port, "/a/b").body()).isEqualTo("/a/b for null");
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(directory.resolve("access.log")).content().contains(" GET /a 200 ");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  @Timeout(60)
  void aMissingFileIsOneLineAndExitCode2() throws Exception {
    Process process = start();
    assertThat(new String(process.getErrorStream().readAllBytes()))
        .startsWith("rgate: rgate.yml: ")
        .hasLineCount(1);
    assertThat(process.waitFor()).isEqualTo(2);
  }
}
