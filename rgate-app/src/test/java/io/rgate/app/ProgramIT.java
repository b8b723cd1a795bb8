package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a user meets it: its output, its exit codes, its end. */
class ProgramIT {
  private static final Path HERE = Path.of("");
  @TempDir private Path directory;

  @Test
  void theDemoAnswersOnItsSampleRoutesAndStopsOnRequest() throws Exception {
    try (Program program = Program.start(HERE.toAbsolutePath(), "demo", "-p", "0")) {
      Traffic traffic = new Traffic(program.port());
      assertThat(traffic.bodies("/api/payment/42", 50))
          .containsOnlyKeys(
              "payment-1 answers GET /api/payment/42", "payment-2 answers GET /api/payment/42");
      assertThat(traffic.get("/api/orders/7").body())
          .isEqualToIgnoringNewLines("orders-1 answers GET /api/orders/7");
      assertThat(traffic.get("/elsewhere").statusCode()).isEqualTo(403);
      assertThat(traffic.stats()).startsWith(traffic.expectedStats());
      assertThat(program.out())
          .contains("curl http://127.0.0.1:" + program.port() + "/api/payment");
      assertThat(program.terminate().exitCode()).isZero();
    }
  }

  @Test
  void startsWithoutDockerSaysSoOnceAndAnswers503() throws Exception {
    String config =
        Files.readString(Path.of("..", "rgate.yml"))
            + "discovery: {host: 'unix://"
            + directory.resolve("no.sock")
            + "'}\n";
    Files.writeString(directory.resolve("rgate.yml"), config);
    try (Program program = Program.start(directory, "-p", "0", "--host", "127.0.0.1")) {
      Traffic traffic = new Traffic(program.port());
      assertThat(traffic.get("/api/payment/1").statusCode()).isEqualTo(503);
      assertThat(program.err()).containsOnlyOnce("discovery failed");
      assertThat(program.terminate().exitCode()).isZero();
    }
  }

  @Test
  void aWrongConfigurationIsOneLineAndExitCode2() throws Exception {
    String config =
        Files.readString(Path.of("..", "rgate.yml")).replace("backend: orders", "backend: ordres");
    Files.writeString(directory.resolve("rgate.yml"), config);
    try (Program program = Program.start(directory, "-c", "rgate.yml")) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err())
          .isEqualToIgnoringNewLines(
              "rgate: rgate.yml:6:14: routes[1].backend: no backend is named 'ordres';"
                  + " backends: payment, orders");
    }
  }

  @Test
  void aMissingFileIsOneLineAndExitCode2() throws Exception {
    try (Program program = Program.start(directory)) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err()).startsWith("rgate: rgate.yml: ").hasLineCount(1);
    }
  }

  @Test
  void aPortInUseIsOneLineAndExitCode1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0);
        Program program =
            Program.start(directory, "demo", "-p", Integer.toString(taken.getLocalPort()))) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .startsWith("rgate: cannot listen on 0.0.0.0:" + taken.getLocalPort() + ": ")
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"--version, 0", "--help, 0", "--nonsense, 2", "-p seventy, 2", "-p 70000, 2"})
  void optionsHaveTheirExitCodes(String arguments, int exitCode) throws Exception {
    Files.copy(Path.of("..", "rgate.yml"), directory.resolve("rgate.yml"));
    try (Program program = Program.start(directory, arguments.split(" "))) {
      assertThat(program.exitCode()).isEqualTo(exitCode);
      assertThat(program.out() + program.err()).contains("rgate").doesNotContain("\tat ");
    }
  }
}
