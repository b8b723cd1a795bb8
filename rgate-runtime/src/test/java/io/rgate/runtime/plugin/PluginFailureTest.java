package io.rgate.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.measure.NoStats;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a plug-in that is not there, or does not work. */
class PluginFailureTest {

  private record Odd(Function<Settings, @Nullable StatsSink> made) implements StatsSinkProvider {
    @Override
    public String name() {
      return "odd";
    }

    @Override
    @SuppressWarnings("NullAway") // what a plug-in of others may do
    public StatsSink create(Settings settings) {
      return made.apply(settings);
    }
  }

  private static Settings stats(Map<String, ?> values) {
    return Settings.of("stats", values, key -> null);
  }

  private static StatsSinkProvider find(Settings settings, StatsSinkProvider... providers) {
    return Plugins.find(settings, "memory", List.of(providers), StatsSinkProvider::name);
  }

  private static void make(Settings settings, Odd provider) {
    Plugins.product(settings, provider, "odd", () -> provider.create(settings), unused -> {});
  }

  @Test
  void aMissingModuleIsNamedAsTheArtifactToAdd() {
    assertThatThrownBy(() -> find(stats(Map.of("type", "jdbc")), new Odd(s -> null)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "stats.type: no plug-in 'jdbc' for stats; add io.rgate:rgate-stats-jdbc; known here:"
                + " odd");
    assertThatThrownBy(() -> find(stats(Map.of())))
        .hasMessage(
            "stats.type: no plug-in 'memory' for stats; add io.rgate:rgate-stats-memory; there"
                + " is no other one either");
    assertThatThrownBy(() ->
            find(
                Settings.of("stats.sinks[1]", Map.of("type", "jdbc"), key -> null),
                new Odd(s -> null)))
        .hasMessageStartingWith("stats.sinks[1].type: no plug-in 'jdbc' for stats; add io.rgate:");
  }

  @Test
  void aNameThatNobodyHasListsThoseThatAreThere() {
    assertThatThrownBy(() -> find(stats(Map.of("type", "x")), new Odd(s -> null)))
        .hasMessage("stats.type: no plug-in 'x' for stats; known here: odd");
  }

  @Test
  void aPluginThatThrowsIsNamedWithItsClassAndItsJar() {
    IllegalStateException failure = new IllegalStateException("no licence");
    Odd provider =
        new Odd(settings -> {
          throw failure;
        });

    assertThatThrownBy(() -> make(stats(Map.of("type", "odd")), provider))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageMatching(
            "stats\\.type: the plug-in 'odd' \\(class io\\.rgate\\.runtime\\.plugin\\.PluginFailureTest\\$Odd"
                + " in /\\S+\\) failed: IllegalStateException: no licence")
        .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(failure));
  }

  @Test
  void aPluginWhoseClassesAreMissingIsNamedToo() {
    Odd provider =
        new Odd(settings -> {
          throw new NoClassDefFoundError("org/example/Driver");
        });

    assertThatThrownBy(() -> make(stats(Map.of("type", "odd")), provider))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageEndingWith("failed: NoClassDefFoundError: org/example/Driver");
  }

  @Test
  void aPluginThatReturnsNullIsNamed() {
    assertThatThrownBy(() -> make(stats(Map.of("type", "odd")), new Odd(settings -> null)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageMatching(
            "stats\\.type: the plug-in 'odd' \\(class \\S+ in /\\S+\\) made nothing: its method"
                + " create returned null, which it must not");
  }

  @Test
  void allThatIsWrongWithItsSectionIsTold() {
    Odd provider =
        new Odd(settings -> {
          settings.integer("queue", 1, 1, 9);
          settings.bool("sync", true);
          return NoStats.INSTANCE;
        });
    Settings settings =
        Settings.of("stats", new TreeMap<>(Map.of("queue", "x", "sync", "y", "z", "1")), k -> null);
    settings.has("type");

    assertThatThrownBy(() -> make(settings, provider))
        .hasMessage(
            """
            stats.queue: must be a whole number from 1 to 9, was 'x'
            stats.sync: must be true or false, was 'y'
            stats.z: unknown key; known here: type, queue, sync\
            """);
  }

  @Test
  void whatAPluginFindsWrongItselfIsItsOwnWord() {
    Odd provider =
        new Odd(settings -> {
          throw settings.error("url", "is missing");
        });

    assertThatThrownBy(() -> make(stats(Map.of("type", "odd")), provider))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("stats.url: is missing");
  }

  @Test
  void allEndpointsOfAStaticDiscoveryAreLookedAt() {
    ConfigFile file =
        ConfigFile.parse(
            "f.yml",
            """
            routes: []
            backends: []
            discovery:
              type: static
              endpoints:
                - {url: 'http://a:0', labels: {k: v}}
                - {url: 'http://a:80', labels: {k: v}}
                - {ulr: 'http://b:80', labels: text}
            """);

    assertThatThrownBy(() -> Plugins.discovery(file.discovery()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            """
            f.yml:6:13: discovery.endpoints[0].url: must be http://HOST:PORT, https://HOST:PORT or h2c://HOST:PORT\
             with a port of 1 to 65535, was 'http://a:0'
            f.yml:8:13: discovery.endpoints[2].ulr: unknown key; did you mean 'url'?
            f.yml:8:36: discovery.endpoints[2].labels: must be a mapping of keys to values, was\
             'text'\
            """);
  }
}
