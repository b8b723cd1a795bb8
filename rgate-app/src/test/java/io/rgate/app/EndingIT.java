package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program does, and says, when signals come. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class EndingIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  @TempDir private Path directory;

  private void configure(int origin, String stats) throws IOException {
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: [{path_prefix: /, backend: b}]
        backends: [{name: b, match_labels: [b]}]
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:%d', labels: {b: ''}}]}
        stats: {%s}
        """
            .formatted(origin, stats));
  }

  /** An origin that never answers, and a database that nobody has. */
  @Test
  @EnabledIfSystemProperty(named = "rgate.long", matches = "true") // waits for the request
  void whatIsLoggedAfterSigtermIsSeen() throws Exception {
    try (ServerSocket origin = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      configure(
          origin.getLocalPort(),
          "type: jdbc, url: 'jdbc:postgresql://127.0.0.1:1/x', close_within: 1s");
      try (Program program = Program.start(directory, "-p", "0");
          Socket client = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
        assertThat(new Traffic(program.port()).get("/%2e%2e/").statusCode()).isEqualTo(400);
        String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        origin.accept().getInputStream().read();

        assertThat(program.terminate().exitCode()).as(program.err()).isZero();

        assertThat(program.err())
            .contains("SIGTERM: stopping")
            .contains("stopping: 1 requests were cut off")
            .containsPattern("the statistics of \\d+ requests could not be stored before the end")
            .endsWith(" INFO stopped\n");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSecondSignalEndsAtOnceWhileAPluginHangs(String signal, int exitCode) throws Exception {
    Path jar = Files.createDirectory(directory.resolve("plugins")).resolve("hangs.jar");
    TestPlugin.sink(jar, "", "while (true) { java.util.concurrent.locks.LockSupport.park(); }");
    configure(1, "type: mine");
    try (Program program = Program.startWithDefaultSignals(directory, "-p", "0")) {
      program.port();
      program.signal(signal);
      program.untilErr("SIG" + signal + ": stopping");
      long before = System.nanoTime();
      program.signal(signal);

      assertThat(program.exitCode()).isEqualTo(exitCode);

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
      assertThat(program.err()).endsWith("SIG" + signal + " again: the process ends at once\n");
    }
  }

  @Test
  void aSecondSignalEndsTheGrace() throws Exception {
    configure(1, "type: memory");
    Files.writeString(
        directory.resolve("rgate.yml"), "shutdown: {grace: 1h}\n", StandardOpenOption.APPEND);
    try (Program program = Program.start(directory, "-p", "0")) {
      Traffic traffic = new Traffic(program.port());
      program
          .terminate()
          .untilErr("not ready any more; requests are served as before for 3,600,000 ms");
      assertThat(traffic.get("/").statusCode()).isEqualTo(503);
      assertThat(program.terminate().exitCode()).isEqualTo(143);
    }
  }

  @Test
  void aSecondProcessTakesOverThePort() throws Exception {
    configure(1, "type: memory");
    Files.writeString(
        directory.resolve("rgate.yml"),
        "server: {reuse_port: true}\nadmin: 127.0.0.1:0\n",
        StandardOpenOption.APPEND);
    try (Program old = Program.start(directory, "-p", "0")) {
      String port = Integer.toString(old.port());
      try (Program next = Program.start(directory, "-p", port)) {
        assertThat(next.port()).isEqualTo(old.port());
        assertThat(old.terminate().exitCode()).as(old.err()).isZero();
        assertThat(new Traffic(next.port()).get("/").statusCode()).isEqualTo(503);
        assertThat(next.terminate().exitCode()).as(next.err()).isZero();
      }
    }
  }

  @Test
  void sighupIsIgnoredAndSaysSo() throws Exception {
    configure(1, "type: memory");
    try (Program program = Program.startWithDefaultSignals(directory, "-p", "0")) {
      Traffic traffic = new Traffic(program.port());
      program.signal("HUP");
      program.untilErr("SIGHUP is ignored: restart the program");
      assertThat(traffic.get("/").statusCode()).isEqualTo(503);
      assertThat(program.terminate().exitCode()).isZero();
    }
  }

  /** Not a stop that anybody has asked for, so its exit code is not 0. */
  @Test
  void aPluginThatEndsTheProcessHasItsExitCodeAndTheGatewayIsClosed() throws Exception {
    Path jar = Files.createDirectory(directory.resolve("plugins")).resolve("ends.jar");
    TestPlugin.sink(
        jar,
        "new Thread(() -> System.exit(3)).start();",
        "try { java.nio.file.Files.createFile(java.nio.file.Path.of(\"closed\")); }"
            + " catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }");
    configure(1, "type: mine");
    try (Program program = Program.start(directory, "-p", "0");
        Socket client = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
      String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(program.exitCode()).isEqualTo(3);
      assertThat(directory.resolve("closed")).exists();
    }
  }
}
