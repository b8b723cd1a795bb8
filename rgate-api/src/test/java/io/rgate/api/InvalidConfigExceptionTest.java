package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException.Location;
import java.util.List;
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

  @Test
  void severalAreToldInTheOrderOfTheirPlacesAndEachKeyOnce() {
    InvalidConfigException third = new InvalidConfigException("c", "is odd").at(PLACE);
    InvalidConfigException first =
        new InvalidConfigException("a", "is odd").at(new Location("rgate.yml", 2, 90));
    InvalidConfigException second =
        new InvalidConfigException("b", "is odd").at(new Location("rgate.yml", 7, 2));
    InvalidConfigException nowhere = new InvalidConfigException("d", "is missing");
    InvalidConfigException again = new InvalidConfigException("a", "is even").at(PLACE);

    InvalidConfigException all =
        InvalidConfigException.of(
            List.of(InvalidConfigException.of(List.of(nowhere, third)), first, second, again));

    assertThat(all.problems()).containsExactly(first, second, third, nowhere);
    assertThat(all)
        .hasMessage(
            """
            rgate.yml:2:90: a: is odd
            rgate.yml:7:2: b: is odd
            rgate.yml:7:14: c: is odd
            d: is missing\
            """);
    assertThat(all.key()).isEqualTo("a");
    assertThat(all.location()).isEqualTo(first.location());
  }

  @Test
  void severalGetTheirParentAndTheirPlaceEach() {
    InvalidConfigException both =
        InvalidConfigException.of(
            List.of(
                new InvalidConfigException("a", "is odd"),
                new InvalidConfigException("b", "is odd")));

    assertThat(both.under("server").at(PLACE))
        .hasMessage("rgate.yml:7:14: server.a: is odd\nrgate.yml:7:14: server.b: is odd");
  }

  @Test
  void oneIsItselfAndNoneIsNoException() {
    InvalidConfigException one = new InvalidConfigException("a", "is odd");

    assertThat(one.problems()).containsExactly(one);
    assertThat(InvalidConfigException.of(List.of(one))).isSameAs(one);
    assertThatNoException().isThrownBy(() -> InvalidConfigException.throwIfAny(List.of()));
    assertThatThrownBy(() -> InvalidConfigException.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
