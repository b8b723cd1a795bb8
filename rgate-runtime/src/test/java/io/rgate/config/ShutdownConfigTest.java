package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShutdownConfigTest {
  private static final String REST = "routes: []\nbackends: []\n";

  private static ConfigFile parse(String line) {
    return ConfigFile.parse("f", REST + line + "\n");
  }

  @Test
  void withoutTheSectionThereIsNoGraceAndADrainOfTenSeconds() {
    assertThat(parse("").shutdown())
        .isEqualTo(new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(10)))
        .isEqualTo(ShutdownConfig.DEFAULT);
  }

  @Test
  void eachKeyHasItsOwnDefault() {
    assertThat(parse("shutdown: {grace: 5s}").shutdown())
        .isEqualTo(new ShutdownConfig(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    assertThat(parse("shutdown: {grace: 0s, drain: 250ms}").shutdown())
        .isEqualTo(new ShutdownConfig(Duration.ZERO, Duration.ofMillis(250)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shutdown: 5s|f:3:11: shutdown: must be a mapping of keys to values, was '5s'",
        "shutdown: {drian: 5s}|f:3:19: shutdown.drian: unknown key; did you mean 'drain'?",
        "shutdown: {grace: 5}|f:3:19: shutdown.grace: must be a duration with its unit, such as"
            + " 250ms, 5s, 2m or 1h, was '5'",
        "shutdown: {drain: -1s}|f:3:19: shutdown.drain: must be a duration with its unit, such as"
            + " 250ms, 5s, 2m or 1h, was '-1s'",
        "server: {reuse_port: yes}|f:3:22: server.reuse_port: must be true or false, was 'yes'",
      })
  void aMistakeIsToldWithItsPlace(String line, String message) {
    assertThatThrownBy(() -> parse(line).rejectUnknown())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(message);
  }

  @Test
  void aTimeBelowZeroIsRefused() {
    assertThatThrownBy(() -> new ShutdownConfig(Duration.ofSeconds(-1), Duration.ofDays(366)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("grace: must be 0 to 365 days, was PT-1S")
        .hasMessageContaining("drain: must be 0 to 365 days, was PT8784H");
  }

  @Test
  void http2IsOnUnlessItIsTurnedOff() {
    assertThat(parse("").server().http2Streams()).isEqualTo(250);
    assertThat(parse("server: {max_concurrent_streams: 7}").server().http2Streams()).isEqualTo(7);
    assertThat(parse("server: {http2: false}").server().http2Streams()).isZero();
  }

  @Test
  void aPortIsSharedOnlyOnRequest() {
    assertThat(parse("").server().reusePort()).isFalse();
    assertThat(parse("server: {reuse_port: true}").server().reusePort()).isTrue();
  }
}
