package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rgate.api.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that is wrong with a file is said in one go, in the order of the file. */
class AllMistakesTest {
  private static final String MANY =
      """
      server:
        host: 0.0.0.0:80
        prot: 8080
        max_fields: many
        max_target: 1MiB
      routes:
        - path_prefix: /api/*
          backend: x
          timeouts: {connect: 5, response_head: 0s, idle_body: 0s}
        - path_prefix: b
          backend: ordres
        - backend: y
        - path_prefix: /c
          backend: ''
          trusted_proxies: [here, 10.0.0.0/8, there]
        - text
      backends:
        - name: x
          match_labels: [=v, k, =w]
        - name: y
          match_lables: [k]
        - name: x
          match_labels: []
      stats: {path: stats, record_path: maybe}
      default_response: {status_code: 999, content_type: ''}
      admin: 127.0.0.1
      upstream: {client: '!'}
      """;

  private static InvalidConfigException refused(String yaml) {
    InvalidConfigException e =
        catchThrowableOfType(
            InvalidConfigException.class,
            () -> ConfigFile.parse("rgate.yml", yaml).rejectUnknown());
    assertThat(e).as("a mistake was found").isNotNull();
    return e;
  }

  @Test
  void eachIsNamedOnceWithItsPlace() {
    assertThat(refused(MANY).getMessage().lines())
        .containsExactly(
            "rgate.yml:2:9: server.host: must be a host without a port, was '0.0.0.0:80'; write"
                + " 'host: 0.0.0.0', and the port as server.port: 80",
            "rgate.yml:3:9: server.prot: unknown key; did you mean 'port'?",
            "rgate.yml:4:15: server.max_fields: must be a whole number from 1 to 2147483647, was"
                + " 'many'",
            "rgate.yml:5:15: server.max_target: must be 1 to 24576, was 1048576",
            "rgate.yml:7:18: routes[0].path_prefix: must be a prefix without '*', which stands for"
                + " nothing but itself; all paths that start with '/api/' are meant by '/api/', was"
                + " '/api/*'",
            "rgate.yml:9:25: routes[0].timeouts.connect: must be a duration with its unit, such as"
                + " 250ms, 5s, 2m or 1h, was '5'",
            "rgate.yml:9:43: routes[0].timeouts.response_head: must be more than 0 and at most a"
                + " year, was PT0S",
            "rgate.yml:9:58: routes[0].timeouts.idle_body: must be more than 0 and at most a year,"
                + " was PT0S",
            "rgate.yml:10:18: routes[1].path_prefix: must start with '/', was 'b'; write '/b'",
            "rgate.yml:11:14: routes[1].backend: no backend is named 'ordres'; backends: x, y",
            "rgate.yml:12:5: routes[2].path_prefix: is missing",
            "rgate.yml:14:14: routes[3].backend: must name a backend, was blank",
            "rgate.yml:15:23: routes[3].trusted_proxies[0]: must be an address or a block such as"
                + " 10.0.0.0/8 or fd00::/8, was 'here'",
            "rgate.yml:15:41: routes[3].trusted_proxies[2]: must be an address or a block such as"
                + " 10.0.0.0/8 or fd00::/8, was 'there'",
            "rgate.yml:16:5: routes[4]: must be a mapping of keys to values, was 'text'",
            "rgate.yml:19:20: backends[0].match_labels[0]: must be KEY=VALUE or a bare KEY, was"
                + " '=v'",
            "rgate.yml:19:27: backends[0].match_labels[2]: must be KEY=VALUE or a bare KEY, was"
                + " '=w'",
            "rgate.yml:21:19: backends[1].match_lables: unknown key; did you mean 'match_labels'?",
            "rgate.yml:22:11: backends[2].name: 'x' is already taken; give each backend a name of"
                + " its own",
            "rgate.yml:23:19: backends[2].match_labels: must name at least one label (KEY=VALUE, or"
                + " a bare KEY); an empty list would select every container",
            "rgate.yml:24:15: stats.path: must be a path such as /stats, or 'off', was 'stats'",
            "rgate.yml:24:35: stats.record_path: must be true or false, was 'maybe'",
            "rgate.yml:25:33: default_response.status_code: must be a whole number from 200 to 599,"
                + " was '999'",
            "rgate.yml:25:52: default_response.content_type: must be a media type such as"
                + " text/plain, was ''",
            "rgate.yml:26:8: admin: must be HOST:PORT, such as 127.0.0.1:9901, was '127.0.0.1'",
            "rgate.yml:27:20: upstream.client: must be auto or the name of a client, such as"
                + " http_client or direct, was '!'");
  }

  @Test
  void theExceptionTellsEachByItself() {
    InvalidConfigException e =
        refused("routes: [{path_prefix: a, backend: x}]\nbackends: []\nsever: {}\n");

    assertThat(e.problems().stream().map(InvalidConfigException::key))
        .containsExactly("routes[0].path_prefix", "routes[0].backend", "sever");
    assertThat(e.key()).isEqualTo("routes[0].path_prefix");
    assertThat(e.problem()).isEqualTo("must start with '/', was 'a'; write '/a'");
    assertThat(e.location()).hasToString("Optional[rgate.yml:1:24]");
    assertThat(e.getMessage().lines().count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "route: [{path_prefix: /a, backend: x}]\nbackends: []\n",
        "routes: [{path_prefix: /a, backend: x}]\nbackend: []\n",
        "routes: [{path_prefix: /a, backend: x}]\nbackends: {}\n",
        "routes: [{path_prefix: /a, backend: x}]\nbackends: [{match_labels: [k]}]\n",
        "routes: [{path_prefix: /a, backends: x}]\nbackends: []\n",
        "routes: [{path_prefix: /a, backend: x}]\nbackends: [{name: x, labels: [k]}]\n",
      })
  void whatFollowsFromAMistakeIsNoSecondOne(String yaml) {
    assertThat(refused(yaml).problems()).hasSize(1);
  }

  @Test
  void twoRoutesOfOnePrefixAreFoundBesideOtherMistakes() {
    assertThat(
            refused(
                    """
                    routes:
                      - {path_prefix: /a, backend: x}
                      - {path_prefix: b, backend: x}
                      - {path_prefix: /a, backend: z}
                    backends:
                      - {name: x, match_labels: [k]}
                    """)
                .getMessage()
                .lines())
        .containsExactly(
            "rgate.yml:3:19: routes[1].path_prefix: must start with '/', was 'b'; write '/b'",
            "rgate.yml:4:19: routes[2].path_prefix: '/a' is already taken by routes[0]; give each"
                + " route a prefix of its own",
            "rgate.yml:4:32: routes[2].backend: no backend is named 'z'; backends: x");
  }

  @Test
  void aKeyThatIsGivenTwiceIsOneMistakeAmongOthers() {
    assertThat(
            refused("routes: []\nbackends: []\nserver: {port: 1, port: x}\nroutes: [a]\nadmin: a\n")
                .getMessage()
                .lines())
        .containsExactly(
            "rgate.yml:3:19: server.port: is given twice, first in line 3",
            "rgate.yml:4:1: routes: is given twice, first in line 1",
            "rgate.yml:5:8: admin: must be HOST:PORT, such as 127.0.0.1:9901, was 'a'");
  }

  @Test
  void aTextThatIsNoYamlEndsTheReadingAtOnce() {
    assertThatThrownBy(() -> ConfigFile.parse("rgate.yml", "xyz: 1\nroutes: a: b\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("rgate.yml:2:10: is not valid YAML: mapping values are not allowed here");
  }

  @Test
  void keysThatNoPluginKnowsAreToldTogether() {
    ConfigFile file =
        ConfigFile.parse(
            "rgate.yml", "stats: {b: 1, a: 1}\nrouting: {c: 1}\nroutes: []\nbackends: []\n");

    assertThatThrownBy(file::rejectUnknown)
        .hasMessage(
            """
            rgate.yml:1:12: stats.b: unknown key; known here: path, record_path
            rgate.yml:1:18: stats.a: unknown key; known here: path, record_path
            rgate.yml:2:14: routing.c: unknown key; known here: type\
            """);
  }
}
