package io.rgate.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.DefaultResponse;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Settings EMPTY = Settings.of(Map.of());

  private static Settings of(String key, Object value) {
    return Settings.of(Map.of(key, value));
  }

  @Test
  void aMissingKeyHasItsFallback() {
    assertThat(EMPTY.has("k")).isFalse();
    assertThat(EMPTY.string("k", "x")).isEqualTo("x");
    assertThat(EMPTY.integer("k", -1, 0, 9)).isEqualTo(-1);
    assertThat(EMPTY.bool("k", true)).isTrue();
    assertThat(EMPTY.duration("k", Duration.ZERO)).isZero();
    assertThat(EMPTY.size("k", 7)).isEqualTo(7);
    assertThat(EMPTY.strings("k")).isEmpty();
    assertThat(EMPTY.map("k")).isEmpty();
    assertThat(EMPTY.section("k").has("x")).isFalse();
    assertThat(EMPTY.sections("k")).isEmpty();
  }

  @Test
  void readsTexts() {
    assertThat(of("k", "1.10").string("k")).isEqualTo("1.10");
    assertThat(of("k", "").string("k", "x")).isEmpty();
    assertThat(of("k", 8080).string("k")).isEqualTo("8080");
    assertThat(of("k", "x").has("k")).isTrue();
  }

  @Test
  void readsWholeNumbers() {
    assertThat(of("k", "0").integer("k", 5, 0, 9)).isZero();
    assertThat(of("k", 9).integer("k", 5, 0, 9)).isEqualTo(9);
    assertThat(of("k", "-3").integer("k", 5, -3, 9)).isEqualTo(-3);
  }

  @Test
  void readsSwitches() {
    assertThat(of("k", "true").bool("k", false)).isTrue();
    assertThat(of("k", false).bool("k", true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, 250",
    "0s, 0",
    "5s, 5000",
    "2 m, 120000",
    "1h, 3600000",
    "8760h, 31536000000"
  })
  void readsDurations(String text, long millis) {
    assertThat(of("k", text).duration("k", Duration.ZERO)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "64KiB, 65536",
    "10 MiB, 10485760",
    "1GiB, 1073741824",
    "8589934591GiB, 9223372035781033984"
  })
  void readsSizes(String text, long bytes) {
    assertThat(of("k", text).size("k", -1)).isEqualTo(bytes);
  }

  @Test
  void readsLists() {
    assertThat(of("k", List.of("a", 1, true)).strings("k")).containsExactly("a", "1", "true");
    assertThat(of("k", List.of()).strings("k")).isEmpty();
  }

  @Test
  void readsMappingsInOrder() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("z", "1");
    values.put("a", 2);

    assertThat(of("k", values).map("k")).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
  }

  @Test
  void readsSections() {
    Settings settings =
        Settings.of(
            Map.of(
                "server", Map.of("port", "80"),
                "routes", List.of(Map.of("to", "a"), Map.of("to", "b"))));

    assertThat(settings.section("server").string("port")).isEqualTo("80");
    assertThat(settings.sections("routes"))
        .extracting(route -> route.string("to"))
        .containsExactly("a", "b");
  }

  @Test
  void aSectionIsTheSameObjectEachTime() {
    Settings settings = Settings.of(Map.of("a", Map.of("x", 1), "b", List.of(Map.of("y", 2))));

    assertThat(settings.section("a")).isSameAs(settings.section("a"));
    assertThat(settings.sections("b").get(0)).isSameAs(settings.sections("b").get(0));
  }

  @Test
  void anUnknownKeyIsRefusedAtEveryDepth() {
    Settings settings =
        Settings.of(Map.of("server", Map.of("tls", List.of(Map.of("cert", "c", "kye", "k")))));
    Settings tls = settings.section("server").sections("tls").get(0);
    tls.string("cert");
    tls.has("key");

    assertThatThrownBy(settings::rejectUnknown)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("server.tls[0].kye: unknown key; did you mean 'key'?");
  }

  @Test
  void aKeyThatWasReadInAnyWayIsKnown() {
    Map<String, Object> values = new HashMap<>();
    for (String key : List.of("string", "fallback", "integer", "bool", "duration", "size")) {
      values.put(key, "1");
    }
    values.putAll(Map.of("strings", List.of(), "map", Map.of(), "section", Map.of()));
    values.putAll(Map.of("sections", List.of(), "bool", "true", "duration", "1s", "has", "1"));
    Settings settings = Settings.of(values);
    settings.string("string");
    settings.string("fallback", "");
    settings.integer("integer", 0, 0, 1);
    settings.bool("bool", false);
    settings.duration("duration", Duration.ZERO);
    settings.size("size", 0);
    settings.strings("strings");
    settings.map("map");
    settings.section("section");
    settings.sections("sections");
    settings.has("has");

    settings.rejectUnknown();
  }

  @Test
  void aConstructorsErrorGetsTheSectionsPathAndPlace() {
    Location place = new Location("f", 2, 3);
    Settings settings =
        Settings.of(
            "default_response",
            Map.of(),
            key -> key.equals("default_response.status_code") ? place : null);

    assertThatThrownBy(() -> settings.create(() -> new DefaultResponse(99, "")))
        .hasMessage("f:2:3: default_response.status_code: must be 200 to 599, was 99");
    assertThat(settings.create(() -> new DefaultResponse(200, "")).status()).isEqualTo(200);
  }

  @Test
  void aConstructorsErrorThatHasAPlaceStaysAsItIs() {
    Settings settings = Settings.of("a", Map.of(), key -> new Location("f", 9, 9));
    InvalidConfigException error =
        new InvalidConfigException("x.y", "is odd").at(new Location("f", 1, 1));

    assertThatThrownBy(() ->
            settings.create(() -> {
              throw error;
            }))
        .isSameAs(error);
  }

  @ParameterizedTest
  @CsvSource({"routes[1].backend, 4", "routes[1].x, 3", "routes[2].x, 2", "other.x, 1"})
  void whatHasNoPlaceIsWhereTheNearestThingAroundItIs(String key, int line) {
    Map<String, Integer> lines = Map.of("", 1, "routes", 2, "routes[1]", 3, "routes[1].backend", 4);
    Settings settings =
        Settings.of(
            "",
            Map.of(),
            path -> lines.containsKey(path) ? new Location("f", lines.get(path), 1) : null);

    assertThat(settings.error(key, "is odd")).hasMessage("f:" + line + ":1: " + key + ": is odd");
  }

  @Test
  void everyKeyOfAMapIsKnown() {
    Settings settings = of("labels", Map.of("app", "x", "env", "y"));

    assertThat(settings.map("labels")).containsOnlyKeys("app", "env");
    settings.rejectUnknown();
  }
}
