package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rgate.api.InvalidConfigException;
import io.rgate.app.Pages.Block;
import io.rgate.config.ConfigFile;
import io.rgate.discovery.docker.DockerDiscoveryProvider;
import io.rgate.runtime.Gateway;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSinkProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/ say about the configuration is what the gateway reads. */
class ConfigurationPageTest {
  private static final Path PAGE = Pages.page("configuration.md");
  private static final String UNKNOWN = "zzzzzzzzzzzzzzzzzzzz";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern KNOWN_HERE = Pattern.compile("unknown key; known here: (.*)");

  /** A configuration in which every route is one that takes the defaults. */
  private static final String ROUTE =
      "routes: [{path_prefix: /, backend: b}]\nbackends: [{name: b, match_labels: [k]}]\n";

  static List<Block> wholeConfigurations() {
    return Pages.blocks("yaml");
  }

  static List<Block> fragments() {
    return Pages.blocks("yaml fragment");
  }

  @ParameterizedTest
  @MethodSource("wholeConfigurations")
  void aConfigurationIsAccepted(Block block) {
    accepted(block, block.code());
  }

  @ParameterizedTest
  @MethodSource("fragments")
  void aFragmentIsAcceptedWhenWhatItLeavesOutIsAdded(Block block) {
    StringBuilder yaml = new StringBuilder(block.code());
    if (!block.code().contains("routes:")) {
      yaml.append("routes: []\n");
    }
    if (!block.code().contains("backends:")) {
      yaml.append("backends:\n  - {name: unused, match_labels: [k]}\n");
      Pattern.compile("backend: (\\w+)")
          .matcher(block.code())
          .results()
          .forEach(found -> yaml.append("  - {name: " + found.group(1) + ", match_labels: [k]}\n"));
    }
    accepted(block, yaml.toString());
  }

  /** The whole text, and the sections of those plug-ins that nothing is started for. */
  private static void accepted(Block block, String yaml) {
    ConfigFile file = ConfigFile.parse(block.toString(), yaml);
    String discovery = file.discovery().string("type", "docker");
    if (discovery.equals("docker")) {
      new DockerDiscoveryProvider().create(file.discovery()).close();
      file.discovery().rejectUnknown();
    }
    assertThat(file.gateway().backends()).as("%s", block).isNotEmpty();
  }

  static Stream<Arguments> defaults() {
    return Pages.rows(PAGE).stream()
        .filter(row ->
            row.getFirst()
                .matches(
                    "`(server|forwarding|default_response|upstream|stats\\.(path|record_path)|log)\\b.*"))
        .filter(row -> row.getLast().matches("`.*`"))
        .map(row -> Arguments.of(unquoted(row.getFirst()), unquoted(row.getLast())));
  }

  private static String unquoted(String cell) {
    Matcher code = CODE.matcher(cell);
    return code.find() ? code.group(1) : cell;
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void aDefaultThatIsWrittenOutChangesNothing(String key, String value) {
    // Without that section the default response has a text of its own.
    String without = key.startsWith("default_response") ? ROUTE + "default_response: {}\n" : ROUTE;
    assertThat(all(ROUTE + nested(key, value))).isEqualTo(all(without));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"server.port=8081", "forwarding.timeouts.connect=6s", "stats.path=/s", "log=json"})
  void anotherValueChangesSomething(String keyAndValue) {
    String[] parts = keyAndValue.split("=", 2);
    assertThat(all(ROUTE + nested(parts[0], parts[1]))).isNotEqualTo(all(ROUTE));
  }

  @Test
  void thereAreDefaultsToLookAt() {
    assertThat(defaults()).hasSizeGreaterThan(18);
  }

  private static List<Object> all(String yaml) {
    ConfigFile file = ConfigFile.parse("test", yaml);
    return List.of(file.gateway(), file.server(), file.upstream(), file.statsConfig(), file.log());
  }

  /** {@code a.b: c} as {@code a: {b: c}}. */
  private static String nested(String key, String value) {
    boolean asItIs = value.startsWith("[") || value.startsWith("\"");
    String[] names = key.split("\\.");
    String yaml = names[names.length - 1] + ": " + (asItIs ? value : "'" + value + "'");
    for (int i = names.length - 2; i >= 0; i--) {
      yaml = names[i] + ": {" + yaml + "}";
    }
    return yaml + "\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~: 1",
        "default_response: {~: 1}",
        "forwarding: {~: 1}",
        "forwarding: {timeouts: {~: 1}}",
        "server: {~: 1}",
        "upstream: {~: 1}"
      })
  void everyKeyOfTheFileIsOnThePage(String unknown) {
    String yaml = ROUTE + unknown.replace("~", UNKNOWN);
    requireKeys(
        unknown.startsWith("~") ? "" : unknown.replaceAll(": \\{", ".").replaceAll("~.*", ""),
        catchThrowableOfType(InvalidConfigException.class, () -> ConfigFile.parse("test", yaml)));
  }

  @Test
  void everyKeyOfDockerIsOnThePage() {
    Settings settings = Settings.of(Map.of(UNKNOWN, "1"));
    settings.has("type"); // which the gateway reads
    new DockerDiscoveryProvider().create(settings).close();
    requireKeys(
        "discovery.", catchThrowableOfType(InvalidConfigException.class, settings::rejectUnknown));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "none", "access_log", "jdbc"})
  void everyKeyOfASinkIsOnThePage(String type, @TempDir Path directory) {
    Settings settings =
        Settings.of(
            switch (type) {
              case "jdbc" -> Map.of(UNKNOWN, "1", "url", "jdbc:h2:mem:page");
              case "access_log" ->
                  Map.of(UNKNOWN, "1", "file", directory.resolve("log").toString());
              default -> Map.of(UNKNOWN, "1");
            });
    settings.has("type"); // which the gateway reads
    provider(type).create(settings).close();
    requireKeys(
        "stats.", catchThrowableOfType(InvalidConfigException.class, settings::rejectUnknown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: circuit_breaker, ~: 1}",
        "{type: rate_limit, requests: 1, per: 1s, ~: 1}",
        "{type: rate_limit, requests: 1, per: 1s, store: {type: postgresql, ~: 1,"
            + " url: 'jdbc:postgresql://127.0.0.1:1/none'}}"
      })
  void everyKeyOfALimitIsOnItsPage(String filter) {
    String yaml =
        "routes: []\nbackends: []\ndiscovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}\nfilters: ["
            + filter.replace("~", UNKNOWN)
            + "]\n";
    requireKeys(
        Pages.page("limits.md"),
        "",
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                Gateway.builder()
                    .config(ConfigFile.parse("test", yaml))
                    .host("127.0.0.1")
                    .port(0)
                    .start()
                    .close()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domains: [a.test], ~: 1",
        "domains: [a.test], external_account: {key_id: a, hmac: YQ, ~: 1}"
      })
  void everyKeyOfCertificatesIsOnTheirPage(String acme, @TempDir Path directory) {
    String yaml =
        "routes: []\nbackends: []\ndiscovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}\nserver: {host: 127.0.0.1, port: 0, tls: {acme: {"
            + acme.replace("~", UNKNOWN)
            + "}}}\n";
    requireKeys(
        Pages.page("certificates.md"),
        acme.contains("external") ? "external_account." : "",
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                Gateway.builder()
                    .config(ConfigFile.parse(directory.resolve("test").toString(), yaml))
                    .start()
                    .close()));
  }

  private static StatsSinkProvider provider(String type) {
    return ServiceLoader.load(StatsSinkProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static void requireKeys(String section, InvalidConfigException unknown) {
    requireKeys(PAGE, section, unknown);
  }

  private static void requireKeys(Path file, String section, InvalidConfigException unknown) {
    List<MatchResult> found = KNOWN_HERE.matcher(unknown.getMessage()).results().toList();
    assertThat(found).as(unknown.getMessage()).hasSize(1);
    String page = Pages.text(file);
    assertThat(Arrays.asList(found.getFirst().group(1).split(", ")))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(page).containsPattern("`" + section + key + "[`.\\[]"));
  }
}
