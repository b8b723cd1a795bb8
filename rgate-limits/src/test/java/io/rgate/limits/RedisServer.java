package io.rgate.limits;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A Redis server of a test's own: it keeps nothing on disk, so it always starts empty. */
final class RedisServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final Path folder;
  private final int port;
  private Process process;

  private RedisServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * A server that runs. Where Redis is not installed the test is left out, or fails if the
   * environment says {@code RGATE_REQUIRE_PROGRAMS=true}.
   */
  static RedisServer required(String test) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      if ("true".equals(System.getenv("RGATE_REQUIRE_PROGRAMS"))) {
        fail("no Redis at " + PROGRAM + ", and RGATE_REQUIRE_PROGRAMS=true");
      }
      System.out.println("left out, because Redis is not installed: " + test);
      Assumptions.abort("Redis is not installed");
    }
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    RedisServer server = new RedisServer(Files.createTempDirectory("rgate-redis"), port);
    server.start();
    return server;
  }

  /** Starts it, again or for the first time, and waits until it answers. */
  void start() throws Exception {
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!answers()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new IOException("redis did not start: " + Files.readString(folder.resolve("log")));
      }
      Thread.sleep(10);
    }
  }

  private boolean answers() {
    try {
      return ask("PING").startsWith("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** The first bytes that it answers to a command without arguments that hold blanks. */
  String ask(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[8_192];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Kills it, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Keeps it from doing anything, with its connections open, or lets it go on. */
  void freeze(boolean frozen) throws Exception {
    String signal = frozen ? "-STOP" : "-CONT";
    new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(folder.resolve("log"));
    Files.delete(folder);
  }
}
