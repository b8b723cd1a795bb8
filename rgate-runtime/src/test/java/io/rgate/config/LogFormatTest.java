package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import org.junit.jupiter.api.Test;

class LogFormatTest {

  private static ConfigFile parse(String more) {
    return ConfigFile.parse("rgate.yml", "routes: []\nbackends: []\n" + more);
  }

  @Test
  void isTextUnlessTheFileSaysJson() {
    assertThat(parse("").log()).isEqualTo(LogFormat.TEXT);
    assertThat(parse("log: text").log()).isEqualTo(LogFormat.TEXT);
    assertThat(parse("log: json").log()).isEqualTo(LogFormat.JSON);
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> parse("log: xml"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("rgate.yml:3:6: log: must be text or json, was 'xml'");
  }
}
