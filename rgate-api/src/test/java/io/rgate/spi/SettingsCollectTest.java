package io.rgate.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** All that is wrong with a section, in one go. */
class SettingsCollectTest {
  private static final Settings RIGHT = Settings.of("s", Map.of("k", "1"), key -> null);

  /** Wrong in every way that a read with a fallback can find. */
  private static Settings wrong() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("port", "x");
    values.put("wait", "5");
    values.put("list", List.of("a", Map.of()));
    values.put("map", Map.of("a", List.of()));
    values.put("inner", "text");
    return Settings.of("s", values, key -> null);
  }

  private static String readAll(Settings settings) {
    int port = settings.integer("port", 8080, 0, 9999);
    Duration wait = settings.duration("wait", Duration.ofSeconds(3));
    Settings inner = settings.section("inner");
    return port + " " + wait + settings.strings("list") + settings.map("map") + inner.has("a");
  }

  @Test
  void whatIsRightIsMadeAsEver() {
    String made = RIGHT.collect(() -> RIGHT.string("k"));

    assertThat(made).isEqualTo("1");
  }

  @Test
  void everyWrongValueIsNotedAndItsFallbackStandsIn() {
    Settings settings = wrong();
    String[] made = new String[1];

    assertThatThrownBy(() -> settings.collect(() -> made[0] = readAll(settings)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            """
            s.port: must be a whole number from 0 to 9999, was 'x'
            s.wait: must be a duration with its unit, such as 250ms, 5s, 2m or 1h, was '5'
            s.inner: must be a mapping of keys to values, was 'text'
            s.list[1]: must be a single value, was a mapping
            s.map.a: must be a single value, was a list\
            """);
    assertThat(made[0]).isEqualTo("8080 PT3S[a, ]{}false");
  }

  @Test
  void outsideEachIsThrownAtOnceAsBeforeAndAfter() {
    Settings settings = wrong();
    assertThatThrownBy(() -> settings.collect(() -> readAll(settings)))
        .isInstanceOf(InvalidConfigException.class);

    assertThatThrownBy(() -> readAll(settings))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("s.port: must be a whole number from 0 to 9999, was 'x'");
    assertThatThrownBy(() -> settings.attempt(() -> settings.string("port2")))
        .isInstanceOf(InvalidConfigException.class);
  }

  @Test
  void whatEndsTheReadingIsToldToo() {
    Settings settings = wrong();

    assertThatThrownBy(() ->
            settings.collect(() -> {
              settings.integer("port", 1, 1, 9);
              return settings.string("absent");
            }))
        .hasMessage(
            """
            s.port: must be a whole number from 1 to 9, was 'x'
            s.absent: is missing\
            """);
  }

  @Test
  void aFailureThatFollowsFromAMistakeIsNotWhatIsTold() {
    Settings settings = wrong();

    assertThatThrownBy(() ->
            settings.collect(() -> {
              settings.integer("port", 1, 1, 9);
              throw new IllegalStateException("no such port");
            }))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("s.port: must be a whole number from 1 to 9, was 'x'")
        .hasSuppressedException(new IllegalStateException("no such port"));
    assertThatThrownBy(() ->
            RIGHT.collect(() -> {
              throw new IllegalStateException("a bug");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }

  @Test
  void aProductOfWrongSettingsIsClosed() {
    Settings settings = wrong();
    AtomicInteger closed = new AtomicInteger();

    assertThatThrownBy(() ->
            settings.<AutoCloseable>collect(() -> {
              settings.integer("port", 1, 1, 9);
              return closed::incrementAndGet;
            }))
        .isInstanceOf(InvalidConfigException.class);
    assertThat(closed).hasValue(1);
  }

  @Test
  void anAttemptHasNoValueWhereItsConstructorRefuses() {
    Settings settings = Settings.of("s", Map.of(), key -> null);
    assertThatThrownBy(() ->
            settings.collect(() -> {
              Optional<String> none =
                  settings.attempt(() -> {
                    throw new InvalidConfigException("name", "is odd");
                  });
              assertThat(none).isEmpty();
              return "made";
            }))
        .hasMessage("s.name: is odd");
  }

  @Test
  void whatIsMissingBesideAnUnknownKeyIsNotToldTwice() {
    Settings settings = Settings.of("s", Map.of("ulr", "x"), key -> null);

    assertThatThrownBy(() ->
            settings.collect(() -> {
              settings.has("url");
              settings.rejectUnknown();
              return settings.attempt(() -> settings.string("url"));
            }))
        .hasMessage("s.ulr: unknown key; did you mean 'url'?");
  }
}
