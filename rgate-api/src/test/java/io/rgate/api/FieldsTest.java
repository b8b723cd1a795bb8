package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private static List<String> lines(Fields fields) {
    List<String> lines = new ArrayList<>();
    fields.forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }

  @Test
  void namesAreComparedWithoutRegardToCase() {
    Fields fields = Fields.of("Content-Type", "text/plain");

    assertThat(fields.first("content-type")).contains("text/plain");
    assertThat(fields.get("CONTENT-TYPE")).isEqualTo("text/plain");
    assertThat(fields.all("content-Type")).containsExactly("text/plain");
    assertThat(fields.contains("cONTENT-tYPE")).isTrue();
    assertThat(fields.without("content-type")).isEqualTo(Fields.EMPTY);
    assertThat(fields.with("content-type", "a/b").size()).isEqualTo(1);
  }

  @Test
  void orderAndRepetitionAreKept() {
    Fields fields = Fields.of("Set-Cookie", "a", "Via", "x", "set-cookie", "b");

    assertThat(lines(fields)).containsExactly("Set-Cookie=a", "Via=x", "set-cookie=b");
    assertThat(fields.all("Set-Cookie")).containsExactly("a", "b");
    assertThat(fields.first("Set-Cookie")).contains("a");
    assertThat(fields.size()).isEqualTo(3);
    assertThat(fields).hasToString("Set-Cookie: a\nVia: x\nset-cookie: b\n");
  }

  @Test
  void aFieldThatIsNotThereHasNoValue() {
    assertThat(Fields.EMPTY.first("a")).isEmpty();
    assertThat(Fields.EMPTY.get("a")).isNull();
    assertThat(Fields.EMPTY.all("a")).isEmpty();
    assertThat(Fields.EMPTY.contains("a")).isFalse();
    assertThat(Fields.EMPTY.size()).isZero();
  }

  @Test
  void withPutsOneFieldInPlaceOfAllOfThatName() {
    Fields fields = Fields.of("a", "1", "b", "2", "A", "3");

    assertThat(lines(fields.with("a", "4"))).containsExactly("b=2", "a=4");
    assertThat(lines(fields)).containsExactly("a=1", "b=2", "A=3");
  }

  @Test
  void withoutANameThatIsNotThereIsTheSameObject() {
    Fields fields = Fields.of("a", "1");

    assertThat(fields.without("b")).isSameAs(fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:", "a\r", "a\n", "a\0", "ä", "(a)", "a/b", "\u212a"})
  void aNameMustBeAToken(String name) {
    assertThatThrownBy(() -> Fields.of(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field name must be a token");
    assertThat(Fields.isToken(name)).isFalse();
  }

  @Test
  void everyCharacterOfATokenMayBeInAName() {
    String token = "!#$%&'*+-.^_`|~09azAZ";

    assertThat(Fields.isToken(token)).isTrue();
    assertThat(Fields.of(token, "x").get(token)).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\rb", "a\nb", "a\r\nb: c", "\0", "\u001b", "\u007f", "\u0100", "\ud83d"})
  void aValueMustHoldNoControlCharacter(String value) {
    assertThatThrownBy(() -> Fields.builder().add("X-Name", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value of X-Name must hold no control character");
    assertThatThrownBy(() -> Fields.EMPTY.with("X-Name", value))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Fields.isValue(value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\tb", "a, b; c=\"d\"", "\u0080\u00ff"})
  void aValueMayHoldVisibleCharactersBlanksTabsAndObsText(String value) {
    assertThat(Fields.of("a", value).get("a")).isEqualTo(value);
  }

  @Test
  void namesAndValuesMustComeInPairs() {
    assertThatThrownBy(() -> Fields.of("a", "1", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be names and values in turn, was 3 strings");
  }

  @Test
  void aBuilderThatGoesOnDoesNotChangeWhatItHasBuilt() {
    Fields.Builder builder = Fields.builder().add("a", "1").add("b", "2");
    Fields first = builder.build();

    Fields second = builder.remove("a").add("c", "3").build();

    assertThat(lines(first)).containsExactly("a=1", "b=2");
    assertThat(lines(second)).containsExactly("b=2", "c=3");
  }

  @Test
  void aBuilderThatStartsFromFieldsDoesNotChangeThem() {
    Fields first = Fields.of("a", "1", "b", "2");

    Fields second = first.toBuilder().removeIf(name -> true).add("c", "3").build();

    assertThat(lines(first)).containsExactly("a=1", "b=2");
    assertThat(lines(second)).containsExactly("c=3");
  }

  @Test
  void aBuilderTakesAnyNumberOfFields() {
    Fields.Builder builder = Fields.builder();
    for (int i = 0; i < 1_000; i++) {
      builder.add("n" + i, "v" + i);
    }

    assertThat(builder.build().size()).isEqualTo(1_000);
    assertThat(builder.build().get("N999")).isEqualTo("v999");
  }

  @Test
  void nothingBuiltIsEmpty() {
    assertThat(Fields.builder().build()).isSameAs(Fields.EMPTY);
    assertThat(Fields.of()).isSameAs(Fields.EMPTY);
    assertThat(Fields.EMPTY.toBuilder().add("a", "1").build().size()).isEqualTo(1);
  }

  @Test
  void areEqualIfTheSameFieldsStandInTheSameOrder() {
    Fields fields = Fields.of("Accept", "a", "Via", "b");

    assertThat(fields)
        .isEqualTo(Fields.of("accept", "a", "VIA", "b"))
        .hasSameHashCodeAs(Fields.of("accept", "a", "VIA", "b"))
        .isNotEqualTo(Fields.of("Via", "b", "Accept", "a"))
        .isNotEqualTo(Fields.of("Accept", "A", "Via", "b"))
        .isNotEqualTo(Fields.of("Accept", "a"))
        .isNotEqualTo(Fields.of("Accept", "a", "Vib", "b"))
        .isNotEqualTo("Accept: a\nVia: b\n");
  }
}
