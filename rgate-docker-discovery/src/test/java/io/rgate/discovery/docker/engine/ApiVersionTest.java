package io.rgate.discovery.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.12,1.41,1.41", // Docker 20.10
    "1.24,1.47,1.47", // Docker 27
    "1.44,1.52,1.52", // Docker 29
    "1.44,1.99,1.52", // newer than we know
    "1.60,1.99,1.60", // newer than we know, and does not speak what we know
    "'',1.41,1.41" // does not tell the lowest
  })
  void isTheNewestKnownOneInsideTheEnginesRange(String min, String max, String chosen)
      throws IOException {
    assertThat(ApiVersion.within(min, max)).hasToString(chosen);
  }

  @Test
  void goesBeforeThePath() throws IOException {
    assertThat(ApiVersion.within("1.12", "1.41").path("/events")).isEqualTo("/v1.41/events");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.x", "99999.1"})
  void answerWithoutVersionIsNoEngines(String max) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ApiVersion.within("", max))
        .withMessageContaining("no Docker Engine");
  }
}
