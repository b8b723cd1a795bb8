package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultResponseTest {

  @Test
  void isPlainTextInUtf8IfNothingElseIsSaid() {
    assertThat(new DefaultResponse(403, "no"))
        .isEqualTo(new DefaultResponse(403, "no", "text/plain; charset=utf-8"));
    assertThat(DefaultResponse.NOT_FOUND).isEqualTo(new DefaultResponse(404, "Not Found\n"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 299, 404, 599})
  void takesEveryFinalStatus(int status) {
    assertThat(new DefaultResponse(status, "text").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 100, 199, 600})
  void refusesEveryOtherStatus(int status) {
    assertThatThrownBy(() -> new DefaultResponse(status, ""))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("status_code: must be 200 to 599, was " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void aStatusWithoutContentHasNoBody(int status) {
    assertThat(new DefaultResponse(status, "").body()).isEmpty();
    assertThatThrownBy(() -> new DefaultResponse(status, "text"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("body: must be empty with status_code " + status + ", which allows no content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "text/plain\r\nX: y", "text/\u0100"})
  void theContentTypeMustBeWhatAFieldCanHold(String contentType) {
    assertThatThrownBy(() -> new DefaultResponse(404, "", contentType))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("content_type: must be a media type such as text/plain, was '");
  }
}
