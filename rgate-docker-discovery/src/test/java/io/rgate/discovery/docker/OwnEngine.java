package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.DockerEngine;
import io.rgate.discovery.docker.engine.EngineAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An engine that a test may stop and freeze: a second dockerd with everything of its own, whose
 * containers live on without it; or Podman's service.
 */
final class OwnEngine implements AutoCloseable {
  private static final String BRIDGE = "rgate-test0";

  private final Path directory;
  private final Path socket;
  private final List<String> command;
  private final ContainerCli cli;
  private Process process;

  private OwnEngine(Path directory, List<String> command, ContainerCli cli) throws Exception {
    this.directory = directory;
    this.socket = directory.resolve("engine.sock");
    this.command = command;
    this.cli = cli;
    start();
  }

  /** A Docker Engine; where it cannot be started the test is left out, or fails if required. */
  static OwnEngine docker(String test) throws Exception {
    if (!isThere("dockerd") || !isThere("ip") || !isRoot()) {
      ContainerCli.leaveOut(test, "no dockerd and ip for root");
    }
    Path directory = Files.createTempDirectory("rgate-dockerd");
    ContainerCli.output(
        List.of(
            "sh",
            "-c",
            "ip link show %1$s >/dev/null 2>&1 || { ip link add name %1$s type bridge"
                    .formatted(BRIDGE)
                + " && ip addr add 172.31.250.1/24 dev %1$s && ip link set %1$s up; }"
                    .formatted(BRIDGE)));
    Path config = Files.writeString(directory.resolve("daemon.json"), "{}");
    return new OwnEngine(
        directory,
        List.of(
            "dockerd",
            "--config-file=" + config,
            "--data-root=" + directory.resolve("data"),
            "--exec-root=" + directory.resolve("exec"),
            "--pidfile=" + directory.resolve("pid"),
            "--host=unix://" + directory.resolve("engine.sock"),
            "--bridge=" + BRIDGE,
            "--iptables=false",
            "--ip6tables=false",
            "--live-restore"),
        new ContainerCli("docker", "-H", "unix://" + directory.resolve("engine.sock")));
  }

  /** Podman; where it is not installed the test is left out, or fails if required. */
  static OwnEngine podman(String test) throws Exception {
    if (!isThere("podman") || !isRoot()) {
      ContainerCli.leaveOut(test, "no podman for root");
    }
    Path directory = Files.createTempDirectory("rgate-podman");
    List<String> base =
        List.of(
            "podman",
            "--root=" + directory.resolve("root"),
            "--runroot=" + directory.resolve("run"),
            "--events-backend=file");
    List<String> command = new ArrayList<>(base);
    command.addAll(
        List.of("system", "service", "--time=0", "unix://" + directory.resolve("engine.sock")));
    return new OwnEngine(directory, command, new ContainerCli(base.toArray(String[]::new)));
  }

  static boolean isThere(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  String host() {
    return "unix://" + socket;
  }

  Path socket() {
    return socket;
  }

  ContainerCli cli() {
    return cli;
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    EngineAddress address = EngineAddress.parse("host", host(), null);
    for (int i = 0; ; i++) {
      try {
        DockerEngine.connect(address, Duration.ofSeconds(5)).close();
        return;
      } catch (IOException e) {
        assertThat(process.isAlive()).as(() -> "it runs:\n" + log()).isTrue();
        assertThat(i).as(() -> "it answers:\n" + log()).isLessThan(300);
        Thread.sleep(100);
      }
    }
  }

  /** Stops the engine, not its containers. */
  void stop() throws IOException {
    process.destroy();
    assertThat(ends()).as("it stops").isTrue();
  }

  /** Kills the engine, which has no time to do anything. */
  void kill() throws IOException {
    process.destroyForcibly();
    assertThat(ends()).as("it is killed").isTrue();
  }

  private boolean ends() throws IOException {
    try {
      return process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Ends its work as if for ever, without ending it. */
  void freeze() throws IOException {
    signal("STOP");
  }

  void thaw() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    ContainerCli.output(List.of("kill", "-" + name, String.valueOf(process.pid())));
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      cli.close();
    } finally {
      process.destroy();
      if (!ends()) {
        process.destroyForcibly();
      }
      clear();
    }
  }

  /** What an engine mounts below its folder goes first. */
  private void clear() throws IOException {
    ContainerCli.output(
        List.of(
            "sh",
            "-c",
            ("! ip link show %2$s >/dev/null 2>&1 || ip link del %2$s;"
                    + " grep -o ' %1$s[^ ]*' /proc/self/mounts | sort -r | xargs -r umount -l")
                .formatted(directory, BRIDGE)));
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
