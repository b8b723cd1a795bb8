package io.rgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.app.Pages.Block;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of the pages: those of the program are understood, what they name is there, and what
 * they ask of a gateway is answered. The options of other programs are not checked.
 */
class CommandsTest {
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?:\\./rgate|mvn|docker|curl|bench/run)\\b.*");
  private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");
  private static SampleOrigin origin;
  private static Gateway gateway;

  record Command(Block block, List<String> words) {
    @Override
    public String toString() {
      return block + " " + String.join(" ", words);
    }

    String option(String name) {
      return words.get(words.indexOf(name) + 1);
    }
  }

  static List<Command> commands() {
    return Pages.blocks("sh").stream().flatMap(CommandsTest::commandsOf).toList();
  }

  private static Stream<Command> commandsOf(Block block) {
    return block
        .code()
        .replaceAll("\\\\\\n", " ")
        .lines()
        .map(line -> line.replaceAll("(^|\\s)#.*", ""))
        .filter(line -> !line.isBlank())
        .map(line -> new Command(block, words(line)));
  }

  private static List<String> words(String line) {
    return WORD.matcher(line).results().map(found -> found.group().replace("'", "")).toList();
  }

  @BeforeAll
  static void aGatewayWithTheConfigurationOfThePages() throws IOException {
    origin = SampleOrigin.start("payment-1");
    Block configuration = Pages.blocks("yaml").getFirst();
    gateway =
        Gateway.builder()
            .config(ConfigFile.parse(configuration.toString(), configuration.code()))
            .endpoint(origin.url(), Map.of("app_name", "payment", "env", "production"))
            .host("127.0.0.1")
            .port(0)
            .admin("127.0.0.1", 0)
            .start();
  }

  @AfterAll
  static void end() {
    gateway.close();
    origin.close();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void works(Command command) throws Exception {
    List<String> words = command.words();
    switch (words.getFirst()) {
      case "./rgate" -> understood(words.subList(1, words.size()));
      case "mvn" -> namesWhatIsThere(command);
      case "curl" -> answered(words.getLast());
      case "docker" -> mountsWhatIsThere(command);
      default -> throw new AssertionError(command + ": no test knows this command");
    }
  }

  @Test
  void everyCommandStandsInABlockOfCommands() {
    List<String> others = new ArrayList<>();
    Pages.files().stream()
        .flatMap(Pages::blocksOf)
        .filter(block -> !block.language().equals("sh"))
        .filter(block -> COMMAND.matcher(block.code()).find())
        .forEach(block -> others.add(block.toString()));
    assertThat(others).isEmpty();
    assertThat(commands()).hasSizeGreaterThan(10);
  }

  private static void understood(List<String> arguments) {
    assertThat(Pages.ROOT.resolve("rgate")).isExecutable();
    Main.commandLine().parseArgs(arguments.toArray(String[]::new)); // throws what it does not know
  }

  private static void namesWhatIsThere(Command command) throws IOException {
    String pom = Pages.text(Pages.ROOT.resolve("pom.xml"));
    if (command.words().contains("-P")) {
      assertThat(pom).contains("<id>" + command.option("-P") + "</id>");
    }
    if (command.words().contains("-pl")) {
      assertThat(pom).contains("<module>" + command.option("-pl") + "</module>");
    }
    for (String word : command.words()) {
      if (word.startsWith("-Dit.test=")) {
        for (String test : word.substring(word.indexOf('=') + 1).split(",")) {
          assertThat(sources(command.option("-pl"))).anyMatch(f -> f.endsWith(test + ".java"));
        }
      }
    }
  }

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Pages.ROOT.resolve(module).resolve("src"))) {
      return files.toList();
    }
  }

  private static void answered(String url) throws Exception {
    URI asked = URI.create(url);
    int port =
        switch (asked.getPort()) {
          case 8080 -> gateway.port();
          case 9901 -> gateway.adminPort().orElseThrow();
          default -> throw new AssertionError(url + ": no page says what listens there");
        };
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    URI uri = URI.create("http://127.0.0.1:" + port + asked.getRawPath() + query);
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(UTF_8)))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
          .satisfies(answer -> assertThat(answer.body()).isNotEmpty());
    }
  }

  private static void mountsWhatIsThere(Command command) {
    assertThat(command.words().get(1)).isIn("run", "network");
    for (String word : command.words()) {
      if (word.startsWith("$PWD/")) {
        assertThat(Pages.ROOT.resolve(word.substring(5, word.indexOf(':')))).isRegularFile();
      }
    }
  }
}
