package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The program on the module path, where providers are found by what descriptors say. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class ModulePathIT {
  @TempDir private Path directory;

  @Test
  void theDemoRuns() throws Exception {
    try (Program program = Program.startModule(directory, "demo", "-p", "0")) {
      Traffic traffic = new Traffic(program.port());
      assertThat(traffic.get("/api/orders/7").statusCode()).isEqualTo(200);
      assertThat(traffic.stats()).startsWith(traffic.expectedStats());
      assertThat(program.terminate().exitCode()).isZero();
    }
  }

  /** Libraries of limits have no descriptors, and some of their parts are left out. */
  @Test
  void limitsWork() throws Exception {
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        filters:
          - {type: circuit_breaker}
          - {type: rate_limit, requests: 3, per: 1h}
          - {type: rate_limit, name: r, requests: 3, per: 1h, store: {type: redis, url: 'redis://127.0.0.1:1'}}
          - type: rate_limit
            name: p
            requests: 3
            per: 1h
            store: {type: postgresql, url: 'jdbc:postgresql://127.0.0.1:1/none'}
        """);
    try (Program program = Program.startModule(directory, "-p", "0")) {
      HttpResponse<String> response = new Traffic(program.port()).get("/");
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(response.headers().allValues("RateLimit"))
          .extracting(value -> value.replaceAll(";t=.*", ""))
          .containsExactly("\"p\";r=0", "\"r\";r=0", "\"default\";r=2");
      program.untilErr("the limit r cannot use its store redis at 127.0.0.1:1: ");
      program.untilErr("the limit p cannot use its store the table rgate_limits of ");
      assertThat(program.terminate().exitCode()).isZero();
      assertThat(program.err()).contains("refused").doesNotContain("redis.clients", "com.zaxxer");
    }
  }

  /** The libraries of ACME, and that a folder remains. */
  @Test
  void certificatesAreAskedFor() throws Exception {
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        server: {tls: {acme: {domains: [a.test], directory: 'https://127.0.0.1:1/dir'}}}
        """);
    try (Program program = Program.startModule(directory, "-p", "0")) {
      assertThat(program.port()).isPositive();
      program.untilErr(
          "there is no certificate for a.test yet: the ACME server https://127.0.0.1:1/dir cannot be"
              + " reached: it refuses connections; it is tried again at ");
      assertThat(program.terminate().exitCode()).isZero();
    }
    assertThat(directory.resolve("acme").resolve("127.0.0.1_1_dir")).isDirectory();
  }

  @Test
  void everyProviderIsFound() throws Exception {
    for (String section : new String[] {"discovery", "stats", "routing"}) {
      Files.writeString(
          directory.resolve("rgate.yml"),
          "routes: []\nbackends: []\n" + section + ": {type: nonsense}\n");
      try (Program program = Program.startModule(directory)) {
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err())
            .contains("rgate.yml:3:")
            .contains(
                switch (section) {
                  case "discovery" -> "known here: docker, static";
                  case "stats" -> "known here: access_log, jdbc, memory, none";
                  default -> "known here: prefix";
                });
      }
    }
  }
}
