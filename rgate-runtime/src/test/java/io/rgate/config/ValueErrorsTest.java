package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rgate.api.InvalidConfigException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with keys and values of a text that is YAML. */
class ValueErrorsTest {
  private static final String ROUTES =
      """
      routes:
        - path_prefix: /a
          backend: x
      """;
  private static final String BACKENDS =
      """
      backends:
        - name: x
          match_labels: [k=v]
      """;
  private static final String NO_LABEL =
      "backends[0].match_labels: must name at least one label (KEY=VALUE, or a bare KEY);"
          + " an empty list would select every container";

  @ParameterizedTest
  @MethodSource({"unknownKeys", "routes", "routeKinds", "backends", "matchLabels"})
  void everyMessageNamesThePlaceTheKeyAndTheProblem(String yaml, String message) {
    refuses(yaml, message);
  }

  /** The seventh line of a configuration that is right up to there. */
  @ParameterizedTest
  @MethodSource({"defaultResponses", "servers", "upstreams", "sections"})
  void everyMessageOfAFurtherSectionNamesThePlaceTheKeyAndTheProblem(String line, String message) {
    refuses(ROUTES + BACKENDS + line + "\n", "rgate.yml:7:" + message);
  }

  private static void refuses(String yaml, String message) {
    assertThatThrownBy(() -> ConfigFile.parse("rgate.yml", yaml).rejectUnknown())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> unknownKeys() {
    return Stream.of(
        arguments(
            ROUTES.replace("routes", "route") + BACKENDS,
            "rgate.yml:1:1: route: unknown key; did you mean 'routes'?"),
        arguments(
            "xyz: 1\n" + ROUTES + BACKENDS,
            "rgate.yml:1:6: xyz: unknown key; known here: routes, backends, default_response,"
                + " forwarding, limits, zone, server, shutdown, upstream, discovery, stats, routing, filters, observers, admin, log"),
        arguments(
            ROUTES.replace("backend", "bakend") + BACKENDS,
            "rgate.yml:3:13: routes[0].bakend: unknown key; did you mean 'backend'?"),
        arguments(
            ROUTES + BACKENDS.replace("match_labels", "labels"),
            "rgate.yml:6:13: backends[0].labels: unknown key; known here: name, match_labels, balance,"
                + " ejection, retries, limits, health, filters, sticky"));
  }

  static Stream<Arguments> routes() {
    return Stream.of(
        arguments(
            "routes: [{path_prefix: /a, backend: x, expect: maybe}]\n" + BACKENDS,
            "rgate.yml:1:48: routes[0].expect: must be one of answer, forward, was 'maybe'"),
        arguments(
            BACKENDS, "rgate.yml:1:1: routes: is missing; must be a list, which may be empty"),
        arguments(
            "routes: [{backend: x}]\n" + BACKENDS,
            "rgate.yml:1:10: routes[0].path_prefix: is missing"),
        arguments(
            "routes: [{path_prefix: /a}]\n" + BACKENDS,
            "rgate.yml:1:10: routes[0].backend: is missing"),
        arguments(
            ROUTES.replace("/a", "a") + BACKENDS,
            "rgate.yml:2:18: routes[0].path_prefix: must start with '/', was 'a'; write '/a'"),
        arguments(
            ROUTES.replace("/a", "/a b") + BACKENDS,
            "rgate.yml:2:18: routes[0].path_prefix: must hold only characters that a request's raw"
                + " path can hold; percent-encode the one at index 2, was '/a b'"),
        arguments(
            ROUTES.replace("backend: x", "backend: ''") + BACKENDS,
            "rgate.yml:3:14: routes[0].backend: must name a backend, was blank"),
        arguments(
            ROUTES + "  - path_prefix: /b\n    backend: ordres\n" + BACKENDS,
            "rgate.yml:5:14: routes[1].backend: no backend is named 'ordres'; backends: x"),
        arguments(
            ROUTES + "backends: []\n",
            "rgate.yml:3:14: routes[0].backend: no backend is named 'x'; backends: none"),
        arguments(
            ROUTES + "  - path_prefix: /a\n    backend: x\n" + BACKENDS,
            "rgate.yml:4:18: routes[1].path_prefix: '/a' is already taken by routes[0]; give each"
                + " route a prefix of its own"));
  }

  static Stream<Arguments> routeKinds() {
    String mapping = ": must be a mapping of keys to values, was ";
    return Stream.of(
        arguments("routes:\n" + BACKENDS, "rgate.yml:1:8: routes: must be a list, was left empty"),
        arguments(
            "routes: {}\n" + BACKENDS, "rgate.yml:1:9: routes: must be a list, was a mapping"),
        arguments("routes: /a\n" + BACKENDS, "rgate.yml:1:9: routes: must be a list, was '/a'"),
        arguments("routes: [/a]\n" + BACKENDS, "rgate.yml:1:10: routes[0]" + mapping + "'/a'"),
        arguments("routes: [[]]\n" + BACKENDS, "rgate.yml:1:10: routes[0]" + mapping + "a list"),
        arguments("routes:\n  -\n" + BACKENDS, "rgate.yml:2:4: routes[0]" + mapping + "left empty"),
        arguments(
            ROUTES.replace("/a", "") + BACKENDS,
            "rgate.yml:2:17: routes[0].path_prefix: must be a single value, was left empty"),
        arguments(
            ROUTES.replace("/a", "\n      - /a") + BACKENDS,
            "rgate.yml:2:5: routes[0].path_prefix: must be a single value, was a list"));
  }

  static Stream<Arguments> backends() {
    return Stream.of(
        arguments(
            ROUTES, "rgate.yml:1:1: backends: is missing; must be a list, which may be empty"),
        arguments(
            ROUTES + "backends: {name: x}\n",
            "rgate.yml:4:11: backends: must be a list, was a mapping"),
        arguments(
            ROUTES + "backends: [{match_labels: [k]}]\n",
            "rgate.yml:4:12: backends[0].name: is missing"),
        arguments(
            ROUTES + BACKENDS.replace("name: x", "name: ' '"),
            "rgate.yml:5:11: backends[0].name: must not be blank"),
        arguments(
            ROUTES + BACKENDS + "  - name: x\n    match_labels: [other]\n",
            "rgate.yml:7:11: backends[1].name: 'x' is already taken; give each backend a name of"
                + " its own"));
  }

  static Stream<Arguments> matchLabels() {
    String list = "backends[0].match_labels: must be a list, was ";
    return Stream.of(
        arguments(ROUTES + "backends:\n  - name: x\n", "rgate.yml:5:5: " + NO_LABEL),
        arguments(ROUTES + BACKENDS.replace("k=v", ""), "rgate.yml:6:19: " + NO_LABEL),
        arguments(ROUTES + BACKENDS.replace("[k=v]", ""), "rgate.yml:6:18: " + list + "left empty"),
        arguments(ROUTES + BACKENDS.replace("[k=v]", "k=v"), "rgate.yml:6:19: " + list + "'k=v'"),
        arguments(
            ROUTES + BACKENDS.replace("[k=v]", "{k: v}"), "rgate.yml:6:19: " + list + "a mapping"),
        arguments(
            ROUTES + BACKENDS.replace("[k=v]", "[k=v, {k: v}]"),
            "rgate.yml:6:25: backends[0].match_labels[1]: must be a single value, was a mapping"),
        arguments(
            ROUTES + BACKENDS.replace("[k=v]", "\n      - k\n      - =v"),
            "rgate.yml:8:9: backends[0].match_labels[1]: must be KEY=VALUE or a bare KEY,"
                + " was '=v'"));
  }

  static Stream<Arguments> defaultResponses() {
    String status =
        "33: default_response.status_code: must be a whole number from 200 to 599, was ";
    return Stream.of(
        arguments(
            "default_response: 404",
            "19: default_response: must be a mapping of keys to values, was '404'"),
        arguments(
            "default_response:",
            "18: default_response: must be a mapping of keys to values, was left empty"),
        arguments(
            "default_response: {status: 404}",
            "28: default_response.status: unknown key; known here: body, status_code, content_type"),
        arguments("default_response: {status_code: 199}", status + "'199'"),
        arguments("default_response: {status_code: 600}", status + "'600'"),
        arguments("default_response: {status_code: teapot}", status + "'teapot'"),
        arguments(
            "default_response: {status_code: 204, body: x}",
            "44: default_response.body: must be empty with status_code 204, which allows no"
                + " content"),
        arguments(
            "default_response: {content_type: ''}",
            "34: default_response.content_type: must be a media type such as text/plain, was ''"),
        arguments(
            "default_response: {body: [a]}",
            "26: default_response.body: must be a single value, was a list"));
  }

  static Stream<Arguments> upstreams() {
    return Stream.of(
        arguments(
            "upstream: {clent: auto}", "19: upstream.clent: unknown key; did you mean 'client'?"),
        arguments(
            "upstream: {tls: {cacert: a}}",
            "26: upstream.tls.cacert: unknown key; known here: ca, client_certificate, server_name,"
                + " insecure_skip_verify"),
        arguments(
            "upstream: {http2: maybe}", "19: upstream.http2: must be true or false, was 'maybe'"),
        arguments(
            "upstream: {tls: {server_name: 'a b'}}",
            "31: upstream.tls.server_name: must be the name of a host, was 'a b'"),
        arguments(
            "upstream: {tls: {ca: a.pem, insecure_skip_verify: true}}",
            "51: upstream.tls.insecure_skip_verify: must not be true beside 'ca', which would not be"
                + " used"),
        arguments(
            "upstream: {tls: {client_certificate: {cert: a.pem}}}",
            "38: upstream.tls.client_certificate.key: is missing"),
        arguments(
            "upstream: {client: 'a b'}",
            "20: upstream.client: must be auto or the name of a client, such as http_client or"
                + " direct, was 'a b'"));
  }

  static Stream<Arguments> servers() {
    String port = "16: server.port: must be a whole number from 0 to 65535, was ";
    return Stream.of(
        arguments("server: 80", "9: server: must be a mapping of keys to values, was '80'"),
        arguments("server: {prot: 1}", "16: server.prot: unknown key; did you mean 'port'?"),
        arguments("server: {port: 65536}", port + "'65536'"),
        arguments("server: {port: -1}", port + "'-1'"),
        arguments(
            "server: {max_connections: some}",
            "27: server.max_connections: must be a whole number from 0 to 2147483647, was 'some'"),
        arguments(
            "server: {max_connections_per_client: -1}",
            "38: server.max_connections_per_client: must be a whole number from 0 to 2147483647,"
                + " was '-1'"),
        arguments("server: {port: http}", port + "'http'"),
        arguments(
            "server: {max_concurrent_streams: 0}",
            "34: server.max_concurrent_streams: must be a whole number from 1 to 100000, was '0'"),
        arguments("server: {port: [1]}", "16: server.port: must be a single value, was a list"),
        arguments(
            "server: {host: ''}",
            "16: server.host: must be a host name or an address, such as 0.0.0.0, was blank"),
        arguments("server: {host: {}}", "16: server.host: must be a single value, was a mapping"));
  }

  static Stream<Arguments> sections() {
    return Stream.of(
        arguments("discovery: a", "12: discovery: must be a mapping of keys to values, was 'a'"),
        arguments("stats: []", "8: stats: must be a mapping of keys to values, was a list"),
        arguments("routing:", "9: routing: must be a mapping of keys to values, was left empty"),
        arguments(
            "stats: {size: 3}", "15: stats.size: unknown key; known here: path, record_path"));
  }
}
