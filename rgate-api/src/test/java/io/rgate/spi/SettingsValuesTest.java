package io.rgate.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import io.rgate.spi.Settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constants, paths, optional values and secrets among the settings. */
class SettingsValuesTest {
  enum Mode {
    FAST,
    VERY_SAFE
  }

  private static Settings file(Map<String, ?> values) {
    return Settings.of("stats", values, key -> new Location("/etc/rgate/rgate.yml", 3, 5));
  }

  @Test
  void aConstantIsReadByItsNameInSmallLetters() {
    Settings settings = Settings.of(Map.of("a", "fast", "b", "very_safe", "c", "very-safe"));

    assertThat(settings.choice("a", Mode.class, Mode.VERY_SAFE)).isEqualTo(Mode.FAST);
    assertThat(settings.choice("b", Mode.class, Mode.FAST)).isEqualTo(Mode.VERY_SAFE);
    assertThat(settings.choice("c", Mode.class, Mode.FAST)).isEqualTo(Mode.VERY_SAFE);
    assertThat(settings.choice("d", Mode.class, Mode.FAST)).isEqualTo(Mode.FAST);
    assertThat(settings.optionalChoice("d", Mode.class)).isEmpty();
  }

  @Test
  void whatIsNoConstantIsToldWithAllOfThem() {
    assertThatThrownBy(() -> file(Map.of("mode", "slow")).choice("mode", Mode.class, Mode.FAST))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "/etc/rgate/rgate.yml:3:5: stats.mode: must be one of fast, very_safe, was 'slow'");
  }

  @Test
  void aRelativePathBeginsAtTheFolderOfTheFile() {
    Settings settings = file(Map.of("a", "tokens.txt", "b", "/var/tokens.txt", "c", " "));

    assertThat(settings.path("a")).isEqualTo(Path.of("/etc/rgate/tokens.txt"));
    assertThat(settings.path("b")).isEqualTo(Path.of("/var/tokens.txt"));
    assertThat(settings.optionalPath("missing")).isEmpty();
    assertThatThrownBy(() -> settings.path("c")).hasMessageEndingWith("must be a path, was blank");
    assertThatThrownBy(() -> settings.path("d")).hasMessageEndingWith("stats.d: is missing");
    assertThat(Settings.of(Map.of("a", "x/y")).path("a")).isEqualTo(Path.of("x/y"));
  }

  @Test
  void whatIsMissingIsEmptyAndWhatIsThereIsRead() {
    Settings settings =
        Settings.of(Map.of("s", "text", "i", "3", "b", "true", "d", "5s", "z", "1KiB"));

    assertThat(settings.optionalString("s")).contains("text");
    assertThat(settings.optionalInteger("i", 0, 9)).contains(3);
    assertThat(settings.optionalBool("b")).contains(true);
    assertThat(settings.optionalDuration("d")).contains(Duration.ofSeconds(5));
    assertThat(settings.optionalSize("z")).contains(1024L);
    settings.rejectUnknown();
    assertThat(settings.optionalString("x")).isEmpty();
    assertThat(settings.optionalInteger("x", 0, 9)).isEmpty();
    assertThat(settings.optionalBool("x")).isEmpty();
    assertThat(settings.optionalDuration("x")).isEmpty();
    assertThat(settings.optionalSize("x")).isEmpty();
    assertThatThrownBy(() -> settings.optionalInteger("s", 0, 9)).hasMessageContaining("'text'");
  }

  @Test
  void aSecretIsShownByNothing() {
    Settings settings = Settings.of(Map.of("token", "s3cret", "list", List.of("s3cret")));

    Secret secret = settings.secret("token");

    assertThat(secret.value()).isEqualTo("s3cret");
    assertThat(secret).hasToString("***").isEqualTo(new Secret("s3cret"));
    assertThat(settings.optionalSecret("other")).isEmpty();
    assertThatThrownBy(() -> settings.secret("other")).hasMessage("other: is missing");
    assertThatThrownBy(() -> settings.secret("list"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageNotContaining("s3cret");
  }
}
