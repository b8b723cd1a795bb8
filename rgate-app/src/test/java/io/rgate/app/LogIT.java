package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program's log, on its standard error. */
class LogIT {
  private static final String ROUTES =
      """
      routes: []
      backends: []
      discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
      """;

  @TempDir private Path directory;

  @BeforeEach
  void configure() throws Exception {
    configure(ROUTES);
  }

  private void configure(String config) throws Exception {
    Files.writeString(directory.resolve("rgate.yml"), config);
  }

  private List<JsonNode> jsonLines(String... arguments) throws Exception {
    try (Program program = Program.start(directory, arguments)) {
      program.port();
      assertThat(program.terminate().exitCode()).isZero();
      ObjectMapper json = new ObjectMapper();
      return program.err().lines().map(line -> read(json, line)).toList();
    }
  }

  private static JsonNode read(ObjectMapper json, String line) {
    try {
      return json.readTree(line);
    } catch (Exception e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  @Test
  void eachLineHasATimeWithItsZone() throws Exception {
    try (Program program =
        Program.start(directory, List.of("-Duser.timezone=Asia/Kolkata"), "-p", "0")) {
      program.port();
      assertThat(program.terminate().exitCode()).isZero();
      assertThat(program.err().lines())
          .isNotEmpty()
          .allMatch(line -> line.matches("\\S+T\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+05:30 INFO .+"));
    }
  }

  @Test
  void theFileOrTheOptionAsksForJson() throws Exception {
    List<JsonNode> byOption = jsonLines("-p", "0", "--log-format", "json");
    assertThat(byOption)
        .last()
        .extracting(line -> line.get("message").asText())
        .isEqualTo("stopped");

    configure(ROUTES + "log: json\n");
    assertThat(jsonLines("-p", "0"))
        .isNotEmpty()
        .allSatisfy(line -> {
          assertThat(line.fieldNames())
              .toIterable()
              .containsExactly("time", "level", "logger", "message");
          assertThat(OffsetDateTime.parse(line.get("time").asText())).isNotNull();
          assertThat(line.get("level").asText()).isEqualTo("INFO");
          assertThat(line.get("logger").asText()).startsWith("io.rgate.");
        });
  }

  @Test
  void librariesHaveNoLinesOfTheirOwn() throws Exception {
    configure(
        """
        routes: []
        backends: []
        stats: {type: jdbc, url: 'jdbc:postgresql://127.0.0.1:1/x', close_within: 1s}
        """);
    assertThat(jsonLines("-p", "0", "--log-format", "json"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.get("logger").asText()).startsWith("io.rgate."));
  }

  /** Each request makes a kibibyte of log; a pipe takes 64. */
  @Test
  @Timeout(120)
  void aLogThatNobodyReadsHoldsUpNoRequest() throws Exception {
    Path jar = Files.createDirectory(directory.resolve("plugins")).resolve("chatty.jar");
    TestPlugin.sink(
        jar, "System.getLogger(\"chatty\").log(System.Logger.Level.INFO, \"x\".repeat(1024));", "");
    configure(ROUTES + "stats: {type: mine}\n");
    try (Program program = Program.startUnread(directory, "-p", "0");
        Socket client = new Socket("127.0.0.1", program.port())) {
      client.setSoTimeout(20_000);
      byte[] request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 3_000; i++) {
        client.getOutputStream().write(request);
        assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 404 ");
      }
      program.signal("TERM");
      assertThat(program.read())
          .containsPattern("\\d+ log lines were dropped")
          .endsWith("stopped\n");
      assertThat(program.exitCode()).isZero();
    }
  }

  private static String head(InputStream in) throws Exception {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as(() -> "the answer ended: " + head).isNotNegative();
      head.append((char) next);
    }
    String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
    in.readNBytes(Integer.parseInt(length));
    return head.toString();
  }
}
