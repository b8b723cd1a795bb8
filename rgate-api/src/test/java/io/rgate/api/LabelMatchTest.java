package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMatchTest {

  @Test
  void readsKeyAndValueAtTheFirstEqualsSign() {
    assertThat(LabelMatch.parse("app=orders")).isEqualTo(new LabelMatch("app", "orders"));
    assertThat(LabelMatch.parse("q=a=b")).isEqualTo(new LabelMatch("q", "a=b"));
    assertThat(LabelMatch.parse("empty=")).isEqualTo(new LabelMatch("empty", ""));
    assertThat(LabelMatch.parse("canary")).isEqualTo(new LabelMatch("canary", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app=orders", "q=a=b", "empty=", "canary"})
  void readsAsItIsWritten(String text) {
    assertThat(LabelMatch.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "=", "=value", " =value"})
  void theKeyMustNotBeBlank(String text) {
    assertThatThrownBy(() -> LabelMatch.parse(text))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("must be KEY=VALUE or a bare KEY, was '" + text + "'");
  }

  @Test
  void aValueMustBeExactlyTheLabels() {
    LabelMatch match = LabelMatch.parse("app=orders");

    assertThat(match.matches(Map.of("app", "orders", "env", "test"))).isTrue();
    assertThat(match.matches(Map.of("app", "Orders"))).isFalse();
    assertThat(match.matches(Map.of("App", "orders"))).isFalse();
    assertThat(match.matches(Map.of("app", "orders-2"))).isFalse();
    assertThat(match.matches(Map.of())).isFalse();
  }

  @Test
  void aBareKeyMatchesWhateverTheValueAndAnEmptyValueOnlyAnEmptyOne() {
    assertThat(LabelMatch.parse("canary").matches(Map.of("canary", ""))).isTrue();
    assertThat(LabelMatch.parse("canary").matches(Map.of("canary", "no"))).isTrue();
    assertThat(LabelMatch.parse("canary").matches(Map.of("app", "canary"))).isFalse();
    assertThat(LabelMatch.parse("canary=").matches(Map.of("canary", ""))).isTrue();
    assertThat(LabelMatch.parse("canary=").matches(Map.of("canary", "no"))).isFalse();
  }
}
