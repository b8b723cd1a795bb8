package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.GatewayConfig;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final String FULL =
      """
      routes:
        - path_prefix: /api/payment
          backend: payment
        - path_prefix: /api/orders
          backend: orders
      default_response:
        body: "This is not the page you are looking for"
        status_code: 403
        content_type: text/html
      backends:
        - name: payment
          match_labels:
            - app_name=payment
            - env=production
        - name: orders
          match_labels: [app_name=orders, canary]
      server:
        host: 127.0.0.1
        port: 0
      upstream:
        client: http_client
      discovery:
        type: docker
        host: unix:///var/run/docker.sock
      stats:
        type: memory
      routing:
        type: prefix
      """;

  private static ConfigFile parse(String yaml) {
    return ConfigFile.parse("rgate.yml", yaml);
  }

  @Test
  void readsEveryKeyOfAFullConfiguration() {
    ConfigFile file = parse(FULL);

    assertThat(file.gateway())
        .isEqualTo(
            new GatewayConfig(
                List.of(new Route("/api/payment", "payment"), new Route("/api/orders", "orders")),
                List.of(
                    new Backend(
                        "payment",
                        List.of(
                            new LabelMatch("app_name", "payment"),
                            new LabelMatch("env", "production"))),
                    new Backend(
                        "orders",
                        List.of(
                            new LabelMatch("app_name", "orders"), new LabelMatch("canary", null)))),
                new DefaultResponse(403, "This is not the page you are looking for", "text/html")));
    assertThat(file.server()).isEqualTo(new ServerConfig("127.0.0.1", 0));
    assertThat(file.upstream()).isEqualTo("http_client");
    assertThat(file.discovery().string("type")).isEqualTo("docker");
    assertThat(file.discovery().string("host")).isEqualTo("unix:///var/run/docker.sock");
    assertThat(file.stats().string("type")).isEqualTo("memory");
    assertThat(file.routing().string("type")).isEqualTo("prefix");
    file.rejectUnknown();
  }

  @Test
  void whatIsLeftOutHasADefault() {
    ConfigFile file = parse("routes: []\nbackends: []\n");

    assertThat(file.gateway())
        .isEqualTo(new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND));
    assertThat(file.server()).isEqualTo(new ServerConfig("0.0.0.0", 8080));
    assertThat(file.upstream()).isEqualTo("auto");
    assertThat(file.discovery().has("type")).isFalse();
    assertThat(file.stats().has("type")).isFalse();
    assertThat(file.routing().has("type")).isFalse();
    file.rejectUnknown();
  }

  @Test
  void aDefaultResponseThatSaysLittleIsAnEmpty404InPlainText() {
    String empty = "routes: []\nbackends: []\ndefault_response: {}\n";
    String noContent = "routes: []\nbackends: []\ndefault_response: {status_code: 204}\n";

    assertThat(parse(empty).gateway().defaultResponse()).isEqualTo(new DefaultResponse(404, ""));
    assertThat(parse(noContent).gateway().defaultResponse())
        .isEqualTo(new DefaultResponse(204, ""));
  }

  @Test
  void valuesAreTheTextsThatWereWritten() {
    Settings stats =
        parse(
                """
                routes: []
                backends: []
                stats:
                  version: 1.10
                  switch: on
                  number: 0x1F
                  grouped: 1_000
                  quoted: "*"
                  lines: |
                    one
                    two
                  umlaut: "größer \\u00e4"
                """)
            .stats();

    assertThat(stats.string("version")).isEqualTo("1.10");
    assertThat(stats.string("switch")).isEqualTo("on");
    assertThat(stats.string("number")).isEqualTo("0x1F");
    assertThat(stats.string("grouped")).isEqualTo("1_000");
    assertThat(stats.string("quoted")).isEqualTo("*");
    assertThat(stats.string("lines")).isEqualTo("one\ntwo\n");
    assertThat(stats.string("umlaut")).isEqualTo("größer ä");
  }

  @Test
  void aSectionIsTheSameObjectEachTime() {
    ConfigFile file = parse(FULL);

    assertThat(file.discovery()).isSameAs(file.discovery());
  }

  @Test
  void readsAFileWithAByteOrderMarkAndAnEndOfDocument(@TempDir Path folder) throws Exception {
    Path path = Files.writeString(folder.resolve("rgate.yml"), "\ufeff---\n" + FULL + "...\n");

    ConfigFile file = ConfigFile.read(path);

    assertThat(file.gateway()).isEqualTo(parse(FULL).gateway());
  }

  @Test
  void readsATextOfMoreThanTheThreeMegabytesThatAParserTakesByDefault() {
    String comments = "# a comment of no more than one line\n".repeat(100_000);

    assertThat(parse(comments + FULL).gateway()).isEqualTo(parse(FULL).gateway());
  }
}
