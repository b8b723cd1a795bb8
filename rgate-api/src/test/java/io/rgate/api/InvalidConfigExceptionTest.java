package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidConfigExceptionTest {
  private static final Location PLACE = new Location("rgate.yml", 7, 14);

  @Test
  void saysWhatIsKnown() {
    assertThat(new InvalidConfigException("", "is empty")).hasMessage("is empty");
    assertThat(new InvalidConfigException("port", "is odd")).hasMessage("port: is odd");
    assertThat(new InvalidConfigException("", "is empty").at(PLACE))
        .hasMessage("rgate.yml:7:14: is empty");
    assertThat(new InvalidConfigException("port", "is odd").at(PLACE))
        .hasMessage("rgate.yml:7:14: port: is odd");
  }

  @ParameterizedTest
  @CsvSource({
    "routes[1], backend, routes[1].backend",
    "routes, [1].backend, routes[1].backend",
    "server, '', server",
    "'', port, port",
    "'', '', ''"
  })
  void getsTheKeyThatItLiesUnder(String parent, String key, String full) {
    InvalidConfigException error = new InvalidConfigException(key, "is odd").under(parent);

    assertThat(error.key()).isEqualTo(full);
    assertThat(error.problem()).isEqualTo("is odd");
    assertThat(error.location()).isEmpty();
  }

  @Test
  void keepsWhatItKnewBefore() {
    InvalidConfigException first = new InvalidConfigException("port", "is odd");

    InvalidConfigException error = first.at(PLACE).under("server");

    assertThat(error).hasMessage("rgate.yml:7:14: server.port: is odd").hasRootCause(first);
    assertThat(error.location()).contains(PLACE);
    assertThat(first.location()).isEmpty();
  }
}
