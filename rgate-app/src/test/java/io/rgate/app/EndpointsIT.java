package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What `./rgate endpoints` shows. */
class EndpointsIT {
  @TempDir private Path directory;

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  @Tag("docker")
  void showsEachContainerAndWhatItServesOrWhyNot() throws Exception {
    try (Docker docker = Docker.required("EndpointsIT")) {
      String serves = docker.run("app_name=payment", "env=production", "rgate.weight=3");
      String lacks = docker.run("app_name=payment");
      String stopped = docker.run("app_name=orders", "env=production");
      docker.stop(stopped);

      String table = run("endpoints", "-c", Path.of("..", "rgate.yml").toRealPath().toString());

      assertThat(line(table, serves))
          .containsPattern("http://[\\d.]+:80 +its own, on the network bridge +3 +payment$");
      assertThat(line(table, lacks)).endsWith("-        lacks env=production for payment");
      assertThat(line(table, stopped)).endsWith("orders   not running: exited");
      assertThat(table.lines().findFirst().orElseThrow())
          .matches("CONTAINER +NAME +ADDRESS +WHY THIS ADDRESS +WEIGHT +BACKEND +WHY NOT");
    }
  }

  @Test
  void printsJsonAndNothingElse() throws Exception {
    String json =
        run(
            "endpoints",
            "--json",
            "-c",
            config("type: static, endpoints: [{url: 'http://127.0.0.1:9'}]"));
    assertThat(json.replaceAll("\\s", ""))
        .isEqualTo(
            "{\"endpoints\":[{\"id\":\"http://127.0.0.1:9\",\"name\":\"http://127.0.0.1:9\","
                + "\"url\":\"http://127.0.0.1:9\",\"why_this_address\":\"\",\"weight\":1,\"backends\":[],\"serves\":false,"
                + "\"reason\":\"lacksapp_nameforpayment\"}],\"failures\":[]}");
  }

  @Test
  void engineThatIsAwayIsSaidAndFails() throws Exception {
    try (Program program =
        Program.start(
            directory,
            "endpoints",
            "-c",
            config("host: 'unix://" + directory.resolve("no.sock") + "'"))) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err()).contains("rgate: unix://").contains("GET /version");
    }
  }

  @Test
  @Tag("docker")
  void engineThatIsAwayFailsThoughAnotherAnswers() throws Exception {
    try (Docker docker = Docker.required("EndpointsIT")) {
      String serves = docker.run("app_name=payment");
      String away = "unix://" + directory.resolve("no.sock");
      try (Program program =
          Program.start(
              directory,
              "endpoints",
              "--json",
              "-c",
              config("hosts: ['unix:///var/run/docker.sock', '" + away + "']"))) {
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.err())
            .contains("rgate: " + away + ": GET /version: ")
            .contains("the engine does not run, or its socket is elsewhere")
            .doesNotContain("\tat ");
        assertThat(program.out()).contains(Docker.name(serves)).doesNotContain(serves);
      }
    }
  }

  @Test
  void gatewaySaysInItsLogWhyBackendHasNoEndpointAndAnswers503() throws Exception {
    String config = config("type: static, endpoints: [{url: 'http://127.0.0.1:9'}]");
    try (Program program =
        Program.start(directory, "-c", config, "-p", "0", "--host", "127.0.0.1")) {
      assertThat(new Traffic(program.port()).get("/api/x").statusCode()).isEqualTo(503);
      assertThat(program.err())
          .containsOnlyOnce(
              "backend payment has no endpoint and answers 503: nothing carries label app_name");
      assertThat(program.terminate().exitCode()).isZero();
    }
  }

  private String config(String discovery) throws Exception {
    Path file = directory.resolve("rgate.yml");
    Files.writeString(
        file,
        "routes: [{path_prefix: /api, backend: payment}]\n"
            + "backends: [{name: payment, match_labels: [app_name]}]\n"
            + "discovery: {"
            + discovery
            + "}\n");
    return file.toString();
  }

  private String run(String... arguments) throws Exception {
    try (Program program = Program.start(directory, arguments)) {
      assertThat(program.exitCode()).as(() -> "its errors").isZero();
      return program.out();
    }
  }

  private static String line(String table, String id) {
    return table.lines().filter(line -> line.startsWith(Docker.name(id))).findFirst().orElseThrow();
  }
}
