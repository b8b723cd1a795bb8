package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/api",
        "/api/",
        "/a%20b",
        "/a;v=1,2",
        "/~!$&'()*+:@[]|",
        "/a*b",
        "/a/*b"
      })
  void takesAnyStartOfARawPath(String prefix) {
    assertThat(new Route(prefix, "x").pathPrefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "api, api", "api/, api/", "' /api', ' /api'", "*, ''", "api/*, api/"})
  void thePrefixMustStartWithASlash(String prefix, String literal) {
    assertThatThrownBy(() -> new Route(prefix, "x"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "path_prefix: must start with '/', was '" + prefix + "'; write '/" + literal + "'");
  }

  @ParameterizedTest
  @CsvSource({"/*, /", "/api/*, /api/", "/api*, /api", "/a/*/b, /a/", "/**, /", "/a/**/b*, /a/"})
  void aStarThatIsMeantAsAPatternIsRefusedWithWhatToWrite(String prefix, String literal) {
    assertThatThrownBy(() -> new Route(prefix, "x"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "path_prefix: must be a prefix without '*', which stands for nothing but itself; all"
                + " paths that start with '%s' are meant by '%s', was '%s'",
            literal, literal, prefix);
  }

  @ParameterizedTest
  @CsvSource({"/a b, 2", "/ä, 1", "/?, 1", "/abc#d, 4", "'/\t', 1", "/\u007f, 1"})
  void thePrefixMustBeWhatARawPathCanHold(String prefix, int index) {
    assertThatThrownBy(() -> new Route(prefix, "x"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "path_prefix: must hold only characters that a request's raw path can hold;"
                + " percent-encode the one at index "
                + index
                + ", was '"
                + prefix
                + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void theBackendMustNotBeBlank(String backend) {
    assertThatThrownBy(() -> new Route("/", backend))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("backend: must name a backend, was blank");
  }
}
