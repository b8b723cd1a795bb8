package io.rgate.app;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The docker command line: containers of a test, all of which are gone when it is closed. */
final class Docker implements AutoCloseable {
  private static final String IMAGE = "rgate-app-test";

  /** Serves a file that says which container this is, under the paths of the sample routes. */
  private static final String SERVE =
      """
      mkdir -p /www/api/payment /www/api/orders
      hostname > /www/api/payment/who
      hostname > /www/api/orders/who
      exec httpd -f -p 80 -h /www
      """;

  private final List<String> containers = new ArrayList<>();

  private Docker() {}

  /**
   * The local engine, with the test's image in it. Where no engine answers the test is left out, or
   * fails if the environment says {@code RGATE_REQUIRE_DOCKER=true}.
   */
  static Docker required(String test) throws IOException {
    if (!answers()) {
      if ("true".equals(System.getenv("RGATE_REQUIRE_DOCKER"))) {
        fail("no Docker Engine answers, and RGATE_REQUIRE_DOCKER=true");
      }
      System.out.println("left out, because no Docker Engine answers: " + test);
      Assumptions.abort("no Docker Engine answers");
    }
    shell(
        """
        set -e
        root=$(mktemp -d)
        mkdir -p "$root/bin" "$root/tmp"
        cp "$(command -v busybox)" "$root/bin/busybox"
        for name in sh httpd hostname mkdir; do ln -s busybox "$root/bin/$name"; done
        tar -C "$root" -c . | docker import - %s
        rm -r "$root"
        """
            .formatted(IMAGE));
    return new Docker();
  }

  private static boolean answers() {
    try {
      execute(List.of("docker", "version"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a container with these labels and a published port, and returns its id. */
  String run(String... labels) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("docker", "run", "-d", "--init", "-p", "127.0.0.1::80"));
    Stream.of(labels).forEach(label -> command.addAll(List.of("--label", label)));
    command.addAll(List.of(IMAGE, "sh", "-c", SERVE));
    String id = execute(command);
    containers.add(id);
    return id;
  }

  void stop(String... ids) throws IOException {
    for (String id : ids) {
      execute(List.of("docker", "stop", "-t", "1", id));
    }
  }

  void start(String id) throws IOException {
    execute(List.of("docker", "start", id));
  }

  /** What a container's own name is, and so what it answers. */
  static String name(String id) {
    return id.substring(0, 12);
  }

  private static void shell(String script) throws IOException {
    execute(List.of("sh", "-c", script));
  }

  private static String execute(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException(command + " ended with " + code + ": " + output);
    }
    return output.strip();
  }

  @Override
  public void close() throws IOException {
    for (String id : containers) {
      execute(List.of("docker", "rm", "-f", id));
    }
  }
}
