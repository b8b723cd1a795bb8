package io.rgate.testkit;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of a test's own: its own data, its own port, gone when it is closed. It needs
 * the programs of Debian's package {@code postgresql}. For one thread.
 */
public final class PostgresServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PostgresServer.class.getName());

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path bin;
  private final Path folder;
  private final int port;

  private PostgresServer(Path bin, Path folder, int port) {
    this.bin = bin;
    this.folder = folder;
    this.port = port;
  }

  /**
   * A server that runs. Where PostgreSQL is not installed the test is left out, or fails if the
   * environment says {@code RGATE_REQUIRE_PROGRAMS=true}.
   *
   * @param test the name of the test, to be told if it is left out
   * @throws Exception if the server cannot be made or does not start
   */
  public static PostgresServer required(String test) throws Exception {
    Optional<Path> bin = binaries();
    if (bin.isEmpty()) {
      if ("true".equals(System.getenv("RGATE_REQUIRE_PROGRAMS"))) {
        fail("no PostgreSQL below " + VERSIONS + ", and RGATE_REQUIRE_PROGRAMS=true");
      }
      LOG.log(WARNING, "left out, because PostgreSQL is not installed: {0}", test);
      Assumptions.abort("PostgreSQL is not installed");
    }
    Path folder = Files.createTempDirectory("rgate-postgres");
    PostgresServer server = new PostgresServer(bin.orElseThrow(), folder, freePort());
    if (isRoot()) {
      server.run("chown", "postgres", folder.toString());
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    server.postgres(
        "initdb", "-D", server.data(), "-U", "rgate", "--auth=trust", "-E", "UTF8", "--no-sync");
    server.start();
    return server;
  }

  private static Optional<Path> binaries() throws IOException {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** The JDBC URL of its database, with the login. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=rgate";
  }

  /**
   * Starts it, again or for the first time, and waits until it answers.
   *
   * @throws Exception if it does not start
   */
  public void start() throws Exception {
    postgres(
        "pg_ctl",
        "-D",
        data(),
        "-l",
        folder.resolve("log").toString(),
        "-w",
        "-o",
        "-h 127.0.0.1 -p " + port + " -k " + folder,
        "start");
  }

  /**
   * Kills it and all its parts, as a machine that loses its power does.
   *
   * @throws Exception if they do not end within 10 seconds
   */
  public void kill() throws Exception {
    long postmaster =
        Long.parseLong(run("head", "-1", Path.of(data(), "postmaster.pid").toString()).strip());
    ProcessHandle handle = ProcessHandle.of(postmaster).orElseThrow();
    List<ProcessHandle> parts = handle.descendants().toList();
    handle.destroyForcibly();
    parts.forEach(ProcessHandle::destroyForcibly);
    handle.onExit().get(10, TimeUnit.SECONDS);
    for (ProcessHandle part : parts) {
      part.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /** Root must not run a server, so it does so as the user that the package has made. */
  private void postgres(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private String run(String... command) throws IOException {
    // To a file: the server would hold a pipe open.
    Path output = Files.createTempFile("rgate-postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(requireNonNull(folder.getParent()).toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IOException(
            String.join(" ", command) + ": " + Files.readString(output, StandardCharsets.UTF_8));
      }
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(output);
    }
  }

  @Override
  public void close() throws IOException {
    postgres("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    run("rm", "-rf", folder.toString());
  }
}
