package io.rgate.acme;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Pebble, an ACME server for tests, with another authority after each start. */
final class Pebble implements AutoCloseable {
  /** The key of the account {@code kid-1}. */
  static final String ACCOUNT_KEY =
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

  private static final Path TLS = Path.of("..", "rgate-http", "src", "test", "resources", "tls");

  private final Path folder;
  private final int port;
  private final int management;
  private final Names names = new Names();
  private boolean account;
  private Process process;

  private Pebble(Path folder) throws Exception {
    this.folder = folder;
    this.port = freePort();
    this.management = freePort();
    Files.copy(TLS.resolve("ca.pem"), ca());
  }

  /**
   * One that does not run yet. Where it is not installed the test is left out, or fails if the
   * environment says {@code RGATE_REQUIRE_PROGRAMS=true}.
   */
  static Pebble required(Path folder) throws Exception {
    program();
    return new Pebble(folder);
  }

  private static String program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(each -> Path.of(each, "pebble"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseGet(() -> {
          if ("true".equals(System.getenv("RGATE_REQUIRE_PROGRAMS"))) {
            fail("pebble is not installed, and RGATE_REQUIRE_PROGRAMS=true");
          }
          System.out.println("left out, because it is not installed: pebble");
          return Assumptions.abort("pebble is not installed");
        });
  }

  /** A free port of those that the system does not give away by itself. */
  static int freePort() throws IOException {
    for (int i = 0; i < 100; i++) {
      int some = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket free = new ServerSocket(some, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        // taken
      }
    }
    throw new IOException("no free port");
  }

  /** What its own certificate is checked by. */
  Path ca() {
    return folder.resolve("pebble-ca.pem");
  }

  URI directory() {
    return URI.create("https://localhost:" + port + "/dir");
  }

  /** Where it tells of its authority. */
  URI root() {
    return URI.create("https://localhost:" + management + "/roots/0");
  }

  int port() {
    return port;
  }

  /** Has each new account name one that was made outside of ACME. */
  void requireAccount() {
    account = true;
  }

  /** Starts it; challenges are asked for at these ports, and half of all nonces are refused. */
  void start(int httpPort, int tlsPort) throws Exception {
    Path config = folder.resolve("pebble.json");
    Files.writeString(
        config,
        """
        {"pebble": {
          "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
          "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
          "ocspResponderURL": "", "externalAccountBindingRequired": %b,
          "externalAccountMACKeys": {"kid-1": "%s"}}}
        """
            .formatted(
                port,
                management,
                TLS.resolve("site.pem").toRealPath(),
                TLS.resolve("site.key").toRealPath(),
                httpPort,
                tlsPort,
                account,
                ACCOUNT_KEY));
    ProcessBuilder builder =
        new ProcessBuilder(program(), "-config", config.toString(), "-dnsserver", names.address())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "50");
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    process = builder.start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!answers()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new IOException("pebble did not start: " + Files.readString(log()));
      }
      Thread.sleep(10);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return folder.resolve("pebble.log");
  }

  /** The lines of its log that hold {@code text}. */
  List<String> said(String text) throws IOException {
    return Files.readAllLines(log()).stream().filter(line -> line.contains(text)).toList();
  }

  void stop() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    stop();
    names.close();
  }
}
