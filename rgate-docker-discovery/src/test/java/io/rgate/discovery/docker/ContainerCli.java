package io.rgate.discovery.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The command line of an engine; the containers that were run through it go when it is closed. */
final class ContainerCli implements AutoCloseable {
  static final String IMAGE = "rgate-discovery-test";

  /** Serves its own id, and ends at once when told to. */
  private static final String SERVE = "mkdir /www; hostname >/www/who; exec httpd -f -p 80 -h /www";

  private final List<String> base;
  private final List<String> containers = new ArrayList<>();

  ContainerCli(String... base) {
    this.base = List.of(base);
  }

  /**
   * The default engine's, with the test's image in it; where it does not answer, see {@link
   * #leaveOut}.
   */
  static ContainerCli docker(String test) throws Exception {
    ContainerCli docker = new ContainerCli("docker");
    if (!docker.answers()) {
      leaveOut(test, "no Docker Engine answers");
    }
    docker.importImage();
    return docker;
  }

  /** Leaves a test out and says so, or fails it if the environment requires Docker's tests. */
  static void leaveOut(String test, String why) {
    if ("true".equals(System.getenv("RGATE_REQUIRE_DOCKER"))) {
      Assertions.fail(why + ", and RGATE_REQUIRE_DOCKER=true");
    }
    System.out.println("left out, because " + why + ": " + test);
    Assumptions.abort(why);
  }

  boolean answers() {
    try {
      execute("version");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A static busybox is a whole image. */
  void importImage() throws IOException {
    String script =
        """
        set -e
        root=$(mktemp -d)
        mkdir -p "$root/bin" "$root/tmp"
        cp "$(command -v busybox)" "$root/bin/busybox"
        for name in sh httpd hostname mkdir sleep cat touch rm; do ln -s busybox "$root/bin/$name"; done
        tar -C "$root" -c . | %s import - %s >/dev/null
        rm -r "$root"
        """
            .formatted(String.join(" ", base), IMAGE);
    output(List.of("sh", "-c", script));
  }

  /** Runs a container that serves on port 80, and returns its id. */
  String run(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "-d"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(IMAGE, "sh", "-c", SERVE));
    return remember(execute(arguments.toArray(String[]::new)));
  }

  String remember(String id) {
    containers.add(id);
    return id;
  }

  /** What the command says on its standard output. */
  String execute(String... arguments) throws IOException {
    return output(Stream.concat(base.stream(), Stream.of(arguments)).toList());
  }

  private static String output(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": exit code " + process.exitValue() + " " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output.strip();
  }

  @Override
  public void close() throws IOException {
    if (!containers.isEmpty()) {
      execute(Stream.concat(Stream.of("rm", "-f"), containers.stream()).toArray(String[]::new));
    }
  }
}
