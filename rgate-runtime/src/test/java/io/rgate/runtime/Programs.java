package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of other makers that are installed on this machine. */
final class Programs {
  private Programs() {}

  /**
   * The program's path. Where it is not installed the test is left out, or fails if the environment
   * says {@code RGATE_REQUIRE_PROGRAMS=true}.
   */
  static String required(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseGet(() -> missing(name));
  }

  private static String missing(String name) {
    if ("true".equals(System.getenv("RGATE_REQUIRE_PROGRAMS"))) {
      fail(name + " is not installed, and RGATE_REQUIRE_PROGRAMS=true");
    }
    System.out.println("left out, because it is not installed: " + name);
    return Assumptions.abort(name + " is not installed");
  }

  /** Runs a command to its end and returns what it wrote; fails if it takes more than a minute. */
  static String run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("rgate", ".out");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command[0] + " does not end: " + Files.readString(out, UTF_8));
      }
      return Files.readString(out, UTF_8);
    } finally {
      Files.deleteIfExists(out);
    }
  }
}
