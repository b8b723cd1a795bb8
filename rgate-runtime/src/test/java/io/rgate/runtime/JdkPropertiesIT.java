package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not use the JDK's HTTP server and client leaves their system properties alone. */
class JdkPropertiesIT {

  @Test
  void aGatewayOverOtherServersAndConnectionsOfItsOwnSetsNone() throws Exception {
    List<String> command = new ArrayList<>(HostApplication.command("none"));
    // The same class path, another main class.
    int main = command.indexOf(HostApplication.class.getName());
    command.set(main, OwnTransports.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
      assertThat(lines).contains("status 200", "set: []");
      assertThat(lines).noneMatch(line -> line.contains("java.net.http"));
    }
  }
}
