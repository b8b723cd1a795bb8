package io.rgate.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.runtime.OddPlugins.OddSink;
import io.rgate.runtime.measure.NoStats;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PluginsTest {

  private record Named(String name) implements StatsSinkProvider {
    @Override
    public StatsSink create(Settings settings) {
      return NoStats.INSTANCE;
    }
  }

  /** A second class, as a second jar on the path would bring. */
  private static final class Twin implements StatsSinkProvider {
    @Override
    public String name() {
      return "one";
    }

    @Override
    public StatsSink create(Settings settings) {
      return NoStats.INSTANCE;
    }
  }

  private static Settings type(String name) {
    return Settings.of("stats", Map.of("type", name), key -> null);
  }

  private static StatsSinkProvider find(Settings settings, StatsSinkProvider... providers) {
    return Plugins.find(settings, "fallback", List.of(providers), StatsSinkProvider::name);
  }

  @Test
  void findsTheProviderOfThatName() {
    Named one = new Named("one");

    assertThat(find(type("one"), new Named("two"), one)).isSameAs(one);
  }

  @Test
  void takesTheFallbackIfNoneIsNamed() {
    Named fallback = new Named("fallback");

    assertThat(find(Settings.of(Map.of()), new Named("two"), fallback)).isSameAs(fallback);
  }

  @Test
  void aNameThatNoProviderHasListsThoseThatAreThere() {
    assertThatThrownBy(() -> find(type("three"), new Named("two"), new Named("one")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("stats.type: no plug-in 'three' for stats; known here: one, two");
  }

  @Test
  void withoutAnyProviderTheErrorSaysWhichModulesHaveOne() {
    assertThatThrownBy(() -> find(type("memory")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("add io.rgate:rgate-stats-memory; there is no other one either");
  }

  @Test
  void twoProvidersOfOneNameAreNamedWithTheWayToChoose() {
    assertThatThrownBy(() -> find(type("one"), new Twin(), new Named("one")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(Twin.class.getName())
        .hasMessageContaining(Named.class.getName())
        .hasMessageContaining("keep one of them on the path");
  }

  @Test
  void aBrokenProviderIsNamed() {
    Iterable<StatsSinkProvider> broken =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                throw new ServiceConfigurationError("Provider com.example.Broken not found");
              }

              @Override
              public StatsSinkProvider next() {
                throw new AssertionError("there is none");
              }
            };

    assertThatThrownBy(() -> Plugins.find(type("one"), "", broken, StatsSinkProvider::name))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("com.example.Broken");
  }

  @Test
  void whatABuiltInPluginDoesNotKnowIsRefused() {
    Settings settings =
        Settings.of("stats", Map.of("type", "none", "fiel", "access.log"), key -> null);

    assertThatThrownBy(() -> Plugins.sink(settings))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("stats.fiel: unknown key");
  }

  @Test
  void severalSinksAreMadeInTheirOrder() {
    Settings settings =
        Settings.of(
            "stats",
            Map.of("sinks", List.of(Map.of("type", "none"), Map.of("type", "none"))),
            key -> null);

    assertThat(Plugins.sinks(settings)).containsExactly(NoStats.INSTANCE, NoStats.INSTANCE);
  }

  @Test
  void aWrongKeyOfOneOfSeveralSinksIsNamedWithItsPlace() {
    Settings settings =
        Settings.of(
            "stats",
            Map.of("sinks", List.of(Map.of("type", "none"), Map.of("type", "none", "x", "1"))),
            key -> null);

    assertThatThrownBy(() -> Plugins.sinks(settings))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("stats.sinks[1].x: unknown key");
  }

  @Test
  void aTypeBesideSinksIsRefusedAndSoIsAnEmptyList() {
    Settings both = Settings.of("stats", Map.of("type", "none", "sinks", List.of()), key -> null);
    Settings empty = Settings.of("stats", Map.of("sinks", List.of()), key -> null);

    assertThatThrownBy(() -> Plugins.sinks(both)).hasMessageStartingWith("stats.type: must not");
    assertThatThrownBy(() -> Plugins.sinks(empty)).hasMessageStartingWith("stats.sinks: must list");
  }

  private static StatsSink product(Settings settings, Supplier<StatsSink> create) {
    return Plugins.product(settings, new Twin(), "twin", create, StatsSink::close);
  }

  @Test
  void aProviderThatThrowsInCreateIsNamedWithItsPlaceAndTheCauseIsKept() {
    IllegalStateException cause = new IllegalStateException("no licence");

    assertThatThrownBy(() ->
            product(
                type("one"),
                () -> {
                  throw cause;
                }))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("stats.type: the plug-in 'twin' (class " + Twin.class.getName())
        .hasMessageEndingWith("failed: IllegalStateException: no licence")
        .hasSuppressedException(cause);
  }

  @Test
  void aClassThatIsMissingIsAFailureOfThePlugin() {
    assertThatThrownBy(() ->
            product(
                type("one"),
                () -> {
                  throw new NoClassDefFoundError("org/example/Driver");
                }))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(Twin.class.getName(), "org/example/Driver");
  }

  @Test
  void aProviderThatMakesNothingIsNamed() {
    assertThatThrownBy(() -> product(type("one"), () -> null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(Twin.class.getName(), "its method create returned null");
  }

  @Test
  void whatAProviderFindsWrongIsSaidAsItSaysIt() {
    Settings settings = type("one");

    assertThatThrownBy(() ->
            product(
                settings,
                () -> {
                  throw settings.error("file", "is missing");
                }))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("stats.file: is missing");
  }

  @Test
  void aProductWhoseSettingsHaveAnUnknownKeyIsClosed() {
    Settings settings = Settings.of("stats", Map.of("fiel", "access.log"), key -> null);
    OddSink sink = new OddSink(() -> {});

    assertThatThrownBy(() -> product(settings, () -> sink))
        .hasMessageStartingWith("stats.fiel: unknown key");
    assertThat(sink.closed).hasValue(1);
  }
}
