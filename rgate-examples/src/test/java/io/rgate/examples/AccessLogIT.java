package io.rgate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in that docs/plugins.md names, found by its name in the configuration. */
class AccessLogIT {
  @TempDir private Path directory;

  @Test
  void writesOneLineForEachRequest() throws Exception {
    Path log = directory.resolve("access.log");
    String config =
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        stats: {type: access_log, file: '%s'}
        """
            .formatted(log);
    try (Gateway gateway =
        Gateway.builder()
            .config(ConfigFile.parse("test.yml", config))
            .host("127.0.0.1")
            .port(0)
            .start()) {
      assertThat(Client.get(gateway.port(), "/one").statusCode()).isEqualTo(404);
      assertThat(Client.get(gateway.port(), "/two").statusCode()).isEqualTo(404);
    }
    assertThat(Files.readAllLines(log))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(" GET null 404 10 bytes "));
  }
}
