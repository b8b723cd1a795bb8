package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 40 of docs/conformance.md: applications that used the JDK's HTTP before rgate. */
class HostApplicationIT {
  @ParameterizedTest
  @ValueSource(strings = {"server", "client", "proxy", "foreign"})
  @Execution(CONCURRENT)
  void case40AHostApplicationMayHaveUsedTheJdksHttpBefore(String what) throws Exception {
    Process process =
        new ProcessBuilder(HostApplication.command(what)).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
      assertThat(lines).as(what).contains("status 200, content ok, kept alive true");
    }
  }
}
