package io.rgate.runtime;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A gateway of another maker in the fault matrix: a process with a configuration of src/test/peers.
 */
final class FaultPeer implements FaultGateway {
  private static final long STARTS_IN = TimeUnit.SECONDS.toNanos(20);
  private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+\\.\\d+");
  private static final List<String> ENDPOINTS = List.of("{{a}}", "{{b}}", "{{c}}");

  private final Path work;
  private final int port;
  private final Process process;

  /**
   * A program and its configuration.
   *
   * @param version its name and version
   * @param or500 what is added in the configuration where 500 is a failure
   * @param command its command line for a configuration
   */
  record Kind(String version, String file, String or500, Function<String, List<String>> command)
      implements FaultGateway.Starter {
    @Override
    public FaultGateway start(FaultCell cell, List<FaultOrigin> origins)
        throws IOException, InterruptedException {
      return new FaultPeer(this, cell, origins);
    }
  }

  /** What starts the peer of that name; skips or fails the test where it is not installed. */
  static Kind named(String name) throws IOException, InterruptedException {
    String program = Programs.required(name);
    return switch (name) {
      case "haproxy" ->
          new Kind(
              "HAProxy " + version(program, "-v"),
              "haproxy.cfg",
              " 500",
              file -> List.of(program, "-db", "-f", file));
      case "nginx" ->
          new Kind(
              "nginx " + version(program, "-v"),
              "nginx.conf",
              " http_500",
              file -> List.of(program, "-c", file));
      case "caddy" ->
          new Kind(
              "Caddy " + version(program, "version"),
              "Caddyfile",
              " 500",
              file -> List.of(program, "run", "--config", file, "--adapter", "caddyfile"));
      default -> throw new IllegalArgumentException("no configuration for '" + name + "'");
    };
  }

  private static String version(String program, String option)
      throws IOException, InterruptedException {
    Matcher number = NUMBER.matcher(Programs.run(program, option));
    return number.find() ? number.group() : "";
  }

  private FaultPeer(Kind kind, FaultCell cell, List<FaultOrigin> origins)
      throws IOException, InterruptedException {
    work = Files.createTempDirectory("rgate-peer");
    port = freePort();
    Path file = work.resolve(kind.file());
    Files.writeString(file, configuration(kind, cell, origins));
    process =
        new ProcessBuilder(kind.command().apply(file.toString()))
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(work.resolve("out").toFile())
            .start();
    awaitStart();
  }

  private String configuration(Kind kind, FaultCell cell, List<FaultOrigin> origins)
      throws IOException {
    String text =
        Files.readString(Path.of("src", "test", "peers", kind.file()))
            .replace("{{work}}", work.toString())
            .replace("{{port}}", String.valueOf(port))
            .replace("{{patience}}", String.valueOf(cell.patience().toSeconds()))
            .replace("{{or_500}}", cell.fault() == Fault.ANSWERS_500 ? kind.or500() : "");
    for (int i = 0; i < ENDPOINTS.size(); i++) {
      text = text.replace(ENDPOINTS.get(i), origins.get(i).url().substring("http://".length()));
    }
    return text;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void awaitStart() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STARTS_IN;
    while (true) {
      try {
        Wire.to(port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() - deadline > 0) {
          String said = Files.readString(work.resolve("out"));
          close();
          throw new IOException("it does not start: " + said, e);
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int attempts() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    if (process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join().isAlive()) {
      process.destroyForcibly().onExit().join();
    }
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
