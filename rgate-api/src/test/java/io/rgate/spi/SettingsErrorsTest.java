package io.rgate.spi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsErrorsTest {

  private static void refuses(Object value, Consumer<Settings> read, String problem) {
    Map<String, Object> values = new HashMap<>();
    values.put("k", value);
    Settings settings = Settings.of("s", values, key -> null);

    assertThatThrownBy(() -> read.accept(settings))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("s.k" + problem);
  }

  @Test
  void aTextThatMustBeThere() {
    assertThatThrownBy(() -> Settings.of(Map.of()).string("k"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("k: is missing");
  }

  @Test
  void aSingleValue() {
    String problem = ": must be a single value, was ";

    refuses(null, settings -> settings.string("k"), problem + "left empty");
    refuses(null, settings -> settings.string("k", "x"), problem + "left empty");
    refuses(List.of(), settings -> settings.string("k"), problem + "a list");
    refuses(Map.of(), settings -> settings.integer("k", 0, 0, 1), problem + "a mapping");
    refuses(List.of(), settings -> settings.bool("k", true), problem + "a list");
    refuses(List.of(), settings -> settings.duration("k", Duration.ZERO), problem + "a list");
    refuses(List.of(), settings -> settings.size("k", 0), problem + "a list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "10", "abc", "1.0", " 5", "0x1", "99999999999"})
  void aWholeNumber(String text) {
    refuses(
        text,
        settings -> settings.integer("k", 5, 1, 9),
        ": must be a whole number from 1 to 9, was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "True", "on", "yes", "1"})
  void trueOrFalse(String text) {
    refuses(
        text, settings -> settings.bool("k", true), ": must be true or false, was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 sec", "-1s", "1.5s", "5S", "1h30m", "1234567890123456789s"})
  void aDurationWithItsUnit(String text) {
    refuses(
        text,
        settings -> settings.duration("k", Duration.ZERO),
        ": must be a duration with its unit, such as 250ms, 5s, 2m or 1h, was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8761h", "999999999999999999h", "999999999999999999ms"})
  void aDurationThatNoClockOverflowsOn(String text) {
    refuses(
        text,
        settings -> settings.duration("k", Duration.ZERO),
        ": must be at most 8760h, was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5KiB", "10MB", "10mib", "8589934592GiB"})
  void aNumberOfBytes(String text) {
    refuses(
        text,
        settings -> settings.size("k", 0),
        ": must be a number of bytes, such as 512, 64KiB, 10MiB or 1GiB, was '" + text + "'");
  }

  @Test
  void aListOfSingleValues() {
    List<String> withNull = new ArrayList<>(List.of("a"));
    withNull.add(null);

    refuses(null, settings -> settings.strings("k"), ": must be a list, was left empty");
    refuses("a", settings -> settings.strings("k"), ": must be a list, was 'a'");
    refuses(Map.of(), settings -> settings.strings("k"), ": must be a list, was a mapping");
    refuses(
        withNull, settings -> settings.strings("k"), "[1]: must be a single value, was left empty");
    refuses(
        List.of("a", List.of()),
        settings -> settings.strings("k"),
        "[1]: must be a single value, was a list");
  }

  @Test
  void aMappingToSingleValues() {
    String problem = ": must be a mapping of keys to values, was ";

    refuses(null, settings -> settings.map("k"), problem + "left empty");
    refuses("a", settings -> settings.map("k"), problem + "'a'");
    refuses(List.of(), settings -> settings.map("k"), problem + "a list");
    refuses(
        Map.of("x", List.of()),
        settings -> settings.map("k"),
        ".x: must be a single value, was a list");
  }

  @Test
  void aSection() {
    String problem = ": must be a mapping of keys to values, was ";

    refuses(null, settings -> settings.section("k"), problem + "left empty");
    refuses("a", settings -> settings.section("k"), problem + "'a'");
    refuses(List.of(), settings -> settings.section("k"), problem + "a list");
    refuses(
        Map.of("x", "abc"),
        settings -> settings.section("k").integer("x", 0, 0, 1),
        ".x: must be a whole number from 0 to 1, was 'abc'");
  }

  @Test
  void aListOfSections() {
    List<Object> withNull = new ArrayList<>();
    withNull.add(null);
    String problem = "[0]: must be a mapping of keys to values, was ";

    refuses("a", settings -> settings.sections("k"), ": must be a list, was 'a'");
    refuses(withNull, settings -> settings.sections("k"), problem + "left empty");
    refuses(List.of("a"), settings -> settings.sections("k"), problem + "'a'");
    refuses(
        List.of(Map.of(), Map.of("x", "2")),
        settings -> settings.sections("k").get(1).bool("x", true),
        "[1].x: must be true or false, was '2'");
  }

  @ParameterizedTest
  @CsvSource({
    "prot, did you mean 'port'?",
    "portt, did you mean 'port'?",
    "hots, did you mean 'host'?",
    "post, did you mean 'port'?",
    "max_connection, did you mean 'max_connections'?",
    "x, 'known here: port, host, id, max_connections'",
    "is, did you mean 'id'?",
    "timeout, 'known here: port, host, id, max_connections'"
  })
  void anUnknownKeyIsNamedWithTheNearestOfThoseThatAreKnown(String key, String hint) {
    Settings settings = Settings.of(Map.of(key, "1"));
    for (String known : List.of("port", "host", "id", "max_connections")) {
      settings.has(known);
    }

    assertThatThrownBy(settings::rejectUnknown)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(key + ": unknown key; " + hint);
  }

  @Test
  void aSectionThatNobodyReadsKnowsNoKey() {
    Settings settings = Settings.of(new LinkedHashMap<>(Map.of("stats", Map.of("a", 1))));
    settings.section("stats");

    assertThatThrownBy(settings::rejectUnknown)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("stats.a: unknown key; no key is known here");
  }
}
