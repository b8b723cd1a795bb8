package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 1, 2, 4 to 6 and 13 of docs/conformance.md: request lines, targets, pipelines. */
class FrontParsingIT extends RefusalRig {
  private void reaches(String requestLine, String expected) throws Exception {
    assertThat(ask(requestLine + " HTTP/1.1\r\nHost: a\r\n\r\n").status()).isEqualTo(200);
    assertThat(origin.request().startLine()).isEqualTo(expected + " HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "x-Custom.1"})
  void case01EveryMethodIsForwardedAsItStands(String method) throws Exception {
    reaches(method + " /a", method + " /a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "QUERY"})
  void case01MethodsWithContentBringItAlong(String method) throws Exception {
    ask(method + " /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    Message request = origin.request();
    assertThat(request.startLine()).isEqualTo(method + " /a HTTP/1.1");
    assertThat(request.text()).isEqualTo("abc");
  }

  @Test
  void case01HeadGetsTheFieldsWithoutTheContent() throws Exception {
    Wire client = client().send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    // An origin that sends content all the same does not get it through.
    assertThat(client.response("HEAD").first("Content-Length")).isEqualTo("2");
    assertThat(client.send(LAST_GET).response().text()).isEqualTo("ok");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void case02Http10WithoutKeepAliveEndsTheConnection() throws Exception {
    Wire client = client().send("GET / HTTP/1.0\r\n\r\n");
    Message response = client.response();
    assertThat(response.text()).isEqualTo("ok");
    assertThat(response.first("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void case02Http10WithKeepAliveGoesOn() throws Exception {
    Wire client = client();
    for (int i = 0; i < 3; i++) {
      client.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
      assertThat(client.response().first("Connection")).isEqualToIgnoringCase("keep-alive");
    }
    assertThat(
            client.send("GET / HTTP/1.0\r\nConnection: x\r\n\r\n").response().first("Connection"))
        .isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void case02CloseIsHonouredWhereverItStandsInTheList() throws Exception {
    Wire client =
        client().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n");
    assertThat(client.response().first("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void case04TwoSlashesAreAPathAndNoAuthority() throws Exception {
    reaches("GET //a/b", "GET //a/b");
  }

  @Test
  void case04AnAbsoluteTargetIsForwardedAsItsPath() throws Exception {
    reaches("GET http://a/", "GET /");
    reaches("GET http://a/x?q", "GET /x?q");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT 127.0.0.1:80, 400, 501", // the JDK's server takes it for a broken URI
    "CONNECT /, 501, 501",
    "GET x, 404, 400", // it has no context for these
    "GET *, 404, 400",
    "GET ?q, 404, 400"
  })
  void case04WhatIsNoPathIsNotForwarded(String requestLine, int jdk, int status) throws Exception {
    try (Wire client = client()) {
      assertThat(client.send(requestLine + " HTTP/1.1\r\nHost: a\r\n\r\n").response().status())
          .isEqualTo(kind.isJdkServer() ? jdk : status);
    }
    assertThat(origin.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET http://a, GET /", "GET http://a?q, GET /?q", "OPTIONS http://a?q, OPTIONS /?q"})
  void case04ATargetWithoutAPathHasOneAtTheOrigin(String requestLine, String seen)
      throws Exception {
    int status = ask(requestLine + " HTTP/1.1\r\nHost: a\r\n\r\n").status();
    if (kind.isJdkServer()) {
      assertThat(status).as("the JDK's server has no context for it").isEqualTo(404);
      return;
    }
    assertThat(status).isEqualTo(200);
    assertThat(origin.request().startLine()).isEqualTo(seen + " HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS *", "OPTIONS http://a"})
  void case04AnAsteriskStartsWithNoPrefix(String requestLine) throws Exception {
    assertThat(ask(requestLine + " HTTP/1.1\r\nHost: a\r\n\r\n").status()).isEqualTo(404);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void case04ConnectIsRefusedExceptByTheJdksServerWhichFailsOnItsTarget() throws Exception {
    Wire client = client().send("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n");
    if (!kind.isJdkServer()) {
      assertThat(client.response().status()).isEqualTo(501);
    }
    assertThat(client.rest()).isEmpty();
    assertThat(origin.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%2Fb",
        "/a;x=1",
        "/?a=[b]",
        "/a//b",
        "/%00",
        "/...",
        "/a.b/.c",
        "/a?b?c=%20/../"
      })
  void case05TheTargetIsForwardedAsTheBytesThatCame(String target) throws Exception {
    reaches("GET " + target, "GET " + target);
  }

  @Test
  void case05AnEmptyQueryIsKeptWhereTheUpstreamCan() throws Exception {
    reaches("GET /a?", kind.isJdkClient() ? "GET /a" : "GET /a?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/..",
        "/a/./b",
        "/%2e%2e/b",
        "/.%2E/b",
        "/..%2fb",
        "/..;x=1/b",
        "/%2e%2e%5cb",
        "/a/..%5Cb",
        "/a/%2e",
        "/..%3bx/b",
        "/a\\b",
        "/a#b",
        "/\u00e4",
        "/a\u007f",
        "/%zz"
      })
  void case05WhatAnOriginCouldReadOtherwiseIsRefused(String target) throws Exception {
    refused(400, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a|b", "/{a}", "/[a]", "/a^b", "/a`b\"", "/?q=|{}[]^`\\\"<>", "/?50%", "/?a=%zz"})
  void case05WhatBrowsersSendIsForwardedByteForByte(String target) throws Exception {
    String request = "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    if (kind.isJdkServer()) {
      assertThat(ask(request).status()).as("URI refuses it").isEqualTo(400);
      return;
    }
    assertThat(ask(request).status()).isEqualTo(200);
    assertThat(origin.request().startLine()).isEqualTo("GET " + target + " HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/1.9"})
  void case06ALaterMinorVersionIsAnsweredAs11(String version) throws Exception {
    Wire client = client().send("GET / " + version + "\r\nHost: a\r\n\r\n");
    Message response = client.response();

    assertThat(response.startLine()).startsWith("HTTP/1.1 200");
    assertThat(origin.request().startLine()).isEqualTo("GET / HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({
    "G@T / HTTP/1.1, 400",
    "GET / HTTP/2.0, 505",
    "GET / http/1.1, 505",
    "GET / HTTP/1.1x, 505",
    "GET /, 400",
    "GET, 400"
  })
  void case06ABadMethodOrVersionIsRefused(String requestLine, int status) throws Exception {
    refused(status, requestLine + "\r\nHost: a\r\n\r\n");
  }

  @Test
  void case13PipelinedRequestsAreAnsweredInOrder() throws Exception {
    Wire client = client().send(GET + GET.replace("/ ", "/2 ") + GET.replace("/ ", "/3 "));
    for (int i = 0; i < 3; i++) {
      assertThat(client.response().text()).isEqualTo("ok");
    }
    assertThat(origin.request().startLine()).startsWith("GET / ");
    assertThat(origin.request().startLine()).startsWith("GET /2 ");
    assertThat(origin.request().startLine()).startsWith("GET /3 ");
  }

  @Test
  void case13WhatIsPipelinedBehindARefusedRequestIsNeverRun() throws Exception {
    refused(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + GET.replace("/ ", "/2 "));
  }
}
