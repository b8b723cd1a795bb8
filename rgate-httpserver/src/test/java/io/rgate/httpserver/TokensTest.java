package io.rgate.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
  @ParameterizedTest
  @CsvSource({
    "close, true",
    "Close, true",
    "'a, close', true",
    "'close ,a', true",
    "'a,,close', true",
    "'', false",
    "closed, false",
    "'a close', false",
    "'\"close\"', false",
  })
  void membersAreFoundInAnyPlaceAndCase(String list, boolean member) {
    assertThat(Tokens.isMember("close", list)).isEqualTo(member);
  }

  @Test
  void tokensAreMadeOfWhatRfc9110Lists() {
    StringBuilder found = new StringBuilder();
    for (int c = 0; c < 256; c++) {
      if (Tokens.isTokenChar(c)) {
        found.append((char) c);
      }
    }
    assertThat(found)
        .hasToString(
            "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");
  }
}
