package io.rgate.discovery.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The command line of an engine; the containers that were run through it go when it is closed. */
final class ContainerCli implements AutoCloseable {
  static final String IMAGE = "rgate-discovery-test";

  /** Serves its own name on port %d: to GET at /who, to POST at /cgi-bin/who. */
  private static final String SERVE = "hostname >/www/who; exec httpd -f -p %d -h /www";

  /** The same, but it listens two seconds late, as applications do that take time to start. */
  private static final String SERVE_LATE = "sleep 2; " + SERVE;

  /** The same, and goes on when it is told to end. */
  private static final String SERVE_STUBBORNLY =
      "trap : TERM QUIT HUP; hostname >/www/who; httpd -p %d -h /www;"
          + " while :; do sleep 1; done";

  private final List<String> base;
  private final List<String> containers = new CopyOnWriteArrayList<>();

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
        mkdir -p "$root/bin" "$root/tmp" "$root/www/cgi-bin"
        cp "$(command -v busybox)" "$root/bin/busybox"
        for name in sh httpd hostname mkdir sleep cat touch rm; do ln -s busybox "$root/bin/$name"; done
        cat >"$root/www/cgi-bin/who" <<'SCRIPT'
        #!/bin/sh
        cat >/dev/null
        name=$(hostname)
        printf 'Connection: close\\r\\nContent-Type: text/plain\\r\\nContent-Length: '
        printf "${#name}\\r\\n\\r\\n$name"
        SCRIPT
        chmod +x "$root/www/cgi-bin/who"
        tar -C "$root" -c . | %s import - %s >/dev/null
        rm -r "$root"
        """
            .formatted(String.join(" ", base), IMAGE);
    output(List.of("sh", "-c", script));
  }

  /** Runs a container that serves on port 80, and returns its id. */
  String run(String... options) throws IOException {
    return run(SERVE, 80, options);
  }

  /** Runs a container that listens on port 80 two seconds after its start, and returns its id. */
  String runLate(String... options) throws IOException {
    return run(SERVE_LATE, 80, options);
  }

  /** Runs a container that does not end when it is told to. */
  String runStubborn(String... options) throws IOException {
    return run(SERVE_STUBBORNLY, 80, options);
  }

  String runOnPort(int port, String... options) throws IOException {
    return run(SERVE, port, options);
  }

  private String run(String script, int port, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "-d"));
    if (isPodman()) {
      // Its own limits are above what some hosts let it set.
      arguments.addAll(List.of("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024"));
    }
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(IMAGE, "sh", "-c", script.formatted(port)));
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

  /** Executes what may fail for reasons that do not matter. */
  void tryTo(String... arguments) throws IOException {
    List<String> command = Stream.concat(base.stream(), Stream.of(arguments)).toList();
    int code =
        await(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    if (code != 0) {
      System.out.println("exit code " + code + ": " + String.join(" ", command));
    }
  }

  static String output(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = await(process);
    if (code != 0) {
      throw new IOException(command + ": exit code " + code + " " + output);
    }
    return output.strip();
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** At once, be they running or not, or gone already. */
  void remove(String... ids) throws IOException {
    if (!isPodman()) {
      tryTo(Stream.concat(Stream.of("rm", "-f"), Stream.of(ids)).toArray(String[]::new));
      return;
    }
    for (String id : ids) {
      // One by one, because one that is gone keeps Podman from removing the others; and at once,
      // where Docker's command line has no such option but kills in any case.
      tryTo("rm", "-f", "-t", "0", id);
    }
  }

  private boolean isPodman() {
    return base.getFirst().equals("podman");
  }

  @Override
  public void close() throws IOException {
    if (!containers.isEmpty()) {
      remove(containers.toArray(String[]::new));
    }
  }
}
