package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rgate.api.InvalidConfigException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a text before anything in it can be understood. */
class YamlErrorsTest {
  private static final String NO_ROOT = "must be a mapping with the keys routes and backends, was ";
  private static final String NO_REFERENCES =
      ": anchors, aliases and tags are not supported; quote it if it is text";

  @ParameterizedTest
  @MethodSource({"noMapping", "brokenYaml", "unsupported", "duplicates"})
  void everyMessageNamesThePlaceAndTheProblem(String yaml, String message) {
    assertThatThrownBy(() -> ConfigFile.parse("rgate.yml", yaml))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> noMapping() {
    String empty = "rgate.yml:1:1: is empty, must be a mapping with the keys routes and backends";
    return Stream.of(
        arguments("", empty),
        arguments("\n\n", empty),
        arguments("# only a comment\n", empty),
        arguments("---\n", "rgate.yml:2:1: " + NO_ROOT + "left empty"),
        arguments("- routes\n", "rgate.yml:1:1: " + NO_ROOT + "a list"),
        arguments("routes\n", "rgate.yml:1:1: " + NO_ROOT + "'routes'"),
        arguments("|\n a\n b\n", "rgate.yml:1:1: " + NO_ROOT + "'a'"));
  }

  static Stream<Arguments> brokenYaml() {
    String tab = "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for";
    return Stream.of(
        broken("\troutes: []\n", "1:1", tab + " indentation)"),
        broken("routes:\n\t- a\n", "2:1", tab + " indentation)"),
        broken(
            "routes:\n  - path_prefix: \"/a\n    backend: x\n",
            "4:1",
            "found unexpected end of stream while scanning a quoted scalar that begins in line 2"),
        broken(
            "routes:\n  - path_prefix: /a\n   backend: x\n",
            "3:4",
            "expected <block end>, but found '<block mapping start>' while parsing a block"
                + " collection that begins in line 2; check the indentation"),
        broken(
            "routes: [/a, /b\n",
            "2:1",
            "expected ',' or ']', but got <stream end> while parsing a flow sequence that begins"
                + " in line 1"),
        broken("routes: a: b\n", "1:10", "mapping values are not allowed here"),
        broken("routes:\n  ? [a]\n", "2:6", "Expected a field name (Scalar value in YAML)"),
        broken(
            "routes: []\nbackends: \u0007\n",
            "2:11",
            "the character U+0007 is not allowed; write it as an escape in double quotes"));
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        arguments(
            "routes: &all\n  - path_prefix: /a\n",
            "rgate.yml:1:9: routes: must not begin with '&'" + NO_REFERENCES),
        arguments(
            "routes: []\nbackends: *all\n",
            "rgate.yml:2:11: backends: must not begin with '*'" + NO_REFERENCES),
        arguments(
            "default_response:\n  <<: *other\n",
            "rgate.yml:2:7: default_response.<<: must not begin with '*'" + NO_REFERENCES),
        arguments(
            "default_response:\n  body: &hello world\n",
            "rgate.yml:2:9: default_response.body: must not begin with '&'" + NO_REFERENCES),
        arguments(
            "default_response: {&b body: x}\n",
            "rgate.yml:1:20: default_response.body: must not begin with '&'" + NO_REFERENCES),
        arguments(
            "default_response:\n  body: !env BODY\n",
            "rgate.yml:2:9: default_response.body: must not begin with '!'" + NO_REFERENCES),
        arguments("!gate\nroutes: []\n", "rgate.yml:1:1: must not begin with '!'" + NO_REFERENCES),
        arguments(
            "routes: []\n---\nbackends: []\n",
            "rgate.yml:3:1: must be one document, a second one begins here"),
        arguments(
            "routes: []\n---\n", "rgate.yml:3:1: must be one document, a second one begins here"));
  }

  static Stream<Arguments> duplicates() {
    return Stream.of(
        arguments(
            "routes: []\nbackends: []\nroutes: []\n",
            "rgate.yml:3:1: routes: is given twice, first in line 1"),
        arguments(
            "routes:\n  - path_prefix: /a\n    backend: x\n    path_prefix: /b\n"
                + "backends: [{name: x, match_labels: [k]}]\n",
            "rgate.yml:4:5: routes[0].path_prefix: is given twice, first in line 2"),
        arguments(
            "server: {port: 1, \"port\": 2}\nroutes: []\nbackends: []\n",
            "rgate.yml:1:19: server.port: is given twice, first in line 1"));
  }

  private static Arguments broken(String yaml, String place, String problem) {
    return arguments(yaml, "rgate.yml:" + place + ": is not valid YAML: " + problem);
  }
}
