package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.runtime.AnyClient.Seen;
import io.rgate.runtime.AnyClient.Speaks;
import java.io.FilterInputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trailer sections, from an origin of HTTP/1.1 and to it, for clients of both protocols. */
@ParameterizedClass
@EnumSource(Speaks.class)
class TrailersIT extends GatewayRig {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";

  @Parameter Speaks speaks;

  private AnyClient through(RawOrigin origin) throws Exception {
    return open(AnyClient.to(gateway(origin).port(), speaks));
  }

  private Seen answer(String response, String method, String... fields) throws Exception {
    return through(answeringOnce(response)).begin(method, true, fields).seen();
  }

  private static String lines(String text) {
    return text.replace("~", "\r\n").replace("^", "\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one | '' | X: 1~ | x: 1",
        "several, in order | '' | X: 1~Y: 2~X: 3~ | x: 1; y: 2; x: 3",
        "odd casing | '' | gRPC-STATUS: 0~ | grpc-status: 0",
        "an empty value | '' | X:~Y: 2~ | x: ; y: 2",
        "blanks around a value | '' | 'X: \t a b \t~' | x: a b",
        "not ASCII | '' | X: \u00e4~ | x: \u00e4",
        "announced | Trailer: X~ | X: 1~ | x: 1",
        "others than announced | Trailer: X~ | Y: 1~ | y: 1",
        "an empty section | Trailer: X~ | '' | ''",
        "framing | '' | Content-Length: 5~X: 1~Transfer-Encoding: chunked~ | x: 1",
        "framing in odd casing | '' | CONTENT-length: 5~X: 1~ | x: 1",
        "the connection's | '' | Connection: close~Keep-Alive: 5~Upgrade: h2c~X: 1~TE: x~ | x: 1",
        "routing | '' | Host: b~Via: c~Forwarded: for=d~X: 1~Max-Forwards: 0~ | x: 1",
        "authentication | '' | Authorization: a~Set-Cookie: a=b~WWW-Authenticate: c~X: 1~ | x: 1",
        "a proxy's | '' | Proxy-Authorization: a~Proxy-Authenticate: b~X: 1~ | x: 1",
        "response controls | '' | Cache-Control: no-store~Location: /a~Vary: b~Age: 1~X: 1~ | x: 1",
        "the content's format | '' | Content-Type: a/b~Content-Encoding: gzip~X: 1~ | x: 1",
        "Trailer itself | '' | Trailer: X~X: 1~ | x: 1",
        "only forbidden ones | '' | Content-Length: 5~ | ''",
        "one that Connection names | Connection: X-Hop~ | X-Hop: 1~x-hop: 2~X: 3~ | x: 3",
        "digests and the like | '' | ETag: a~Digest: b~Server-Timing: c~ | etag: a; digest: b;"
            + " server-timing: c"
      })
  void ofAResponse(String what, String head, String trailers, String expected) throws Exception {
    Seen seen =
        answer(CHUNKED + lines(head) + "\r\n2\r\nok\r\n0\r\n" + lines(trailers) + "\r\n", "GET");
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.text()).isEqualTo("ok");
    assertThat(seen.trailers()).isEqualTo(expected);
    assertThat(seen.whole()).isTrue();
    assertThat(seen.fields().contains("Trailer")).isEqualTo(head.startsWith("Trailer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trailers", "gzip, trailers", "gzip", ""})
  void theyComeWhateverTheClientSaysInTe(String te) throws Exception {
    String[] fields = te.isEmpty() || speaks == Speaks.HTTP2 ? new String[0] : array("TE", te);
    Seen seen = answer(CHUNKED + "\r\n2\r\nok\r\n0\r\nX: 1\r\n\r\n", "GET", fields);
    assertThat(seen.trailers()).isEqualTo("x: 1");
  }

  private static String[] array(String... strings) {
    return strings;
  }

  @Test
  void behindNoContent() throws Exception {
    Seen seen = answer(CHUNKED + "\r\n0\r\nX: 1\r\n\r\n", "GET");
    assertThat(seen.text()).isEmpty();
    assertThat(seen.trailers()).isEqualTo("x: 1");
    assertThat(seen.whole()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "declared length | GET | 200 OK~Content-Length: 2~Trailer: X~~ok | ok",
        "until the connection ends | GET | 200 OK~Trailer: X~~ok | ok",
        "HEAD | HEAD | 200 OK~Transfer-Encoding: chunked~Trailer: X~~ | ''",
        "HEAD with a length | HEAD | 200 OK~Content-Length: 2~Trailer: X~~ | ''",
        "204 | GET | 204 No Content~Trailer: X~~ | ''",
        "304 | GET | 304 Not Modified~Trailer: X~~ | ''"
      })
  void whereThereCanBeNone(String what, String method, String response, String text)
      throws Exception {
    Seen seen = answer("HTTP/1.1 " + lines(response), method);
    assertThat(seen.text()).isEqualTo(text);
    assertThat(seen.trailers()).isEmpty();
    assertThat(seen.whole()).isTrue();
    assertThat(seen.fields().get("Trailer")).as("a hint to what was lost").isEqualTo("X");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no colon | X~",
        "a blank before the colon | X : 1~",
        "an empty name | : 1~",
        "a folded line | X: 1~ 2~",
        "a control | X: \u0001~",
        "a bare LF | X: 1^Y: 2~"
      })
  void whatIsNoTrailerCutsTheResponse(String what, String trailers) throws Exception {
    Seen seen = answer(CHUNKED + "\r\n2\r\nok\r\n0\r\n" + lines(trailers) + "\r\n", "GET");
    assertThat(seen.whole()).isFalse();
    assertThat(seen.trailers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"too large", "too many", "ends in the middle"})
  void aSectionThatDoesNotEndCutsTheResponse(String what) throws Exception {
    String trailers =
        switch (what) {
          case "too large" -> "X: " + "y".repeat(16 * 1024) + "\r\n\r\n";
          case "too many" -> "X: 1\r\n".repeat(101) + "\r\n";
          default -> "X: 1\r\n";
        };
    Seen seen = answer(CHUNKED + "\r\n2\r\nok\r\n0\r\n" + trailers, "GET");
    assertThat(seen.whole()).isFalse();
    assertThat(seen.trailers()).isEmpty();
  }

  @Test
  void theContentDoesNotWaitForThem() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send(CHUNKED + "\r\n2\r\nok\r\n");
          seen.await();
          wire.send("0\r\nX: 1\r\n\r\n");
        });
    AnyClient client = through(origin).begin("GET", true);
    assertThat(client.section()).startsWith("200 ");
    seen.countDown();
    assertThat(client.seen().trailers()).isEqualTo("x: 1");
  }

  @Test
  void theNextResponseHasItsOwn() throws Exception {
    RawOrigin origin = answering(CHUNKED + "\r\n2\r\nok\r\n0\r\nX: 1\r\n\r\n");
    AnyClient client = through(origin);
    for (int i = 0; i < 3; i++) {
      assertThat(client.begin("GET", true).seen().trailers()).isEqualTo("x: 1");
    }
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aClientOfHttp10GetsNone() throws Exception {
    gateway(answering(CHUNKED + "\r\n2\r\nok\r\n0\r\nX: 1\r\n\r\n"));
    Wire client = client().send("GET / HTTP/1.0\r\nTE: trailers\r\n\r\n");
    assertThat(client.response().text()).isEqualTo("ok");
  }

  private Seen filtered(Filter filter) throws Exception {
    RawOrigin origin = answering(CHUNKED + "\r\n2\r\nok\r\n0\r\nX: 1\r\n\r\n");
    gateway(builder(Forwarding.DEFAULT, origin).filter(filter));
    return open(AnyClient.to(port(), speaks)).begin("GET", true).seen();
  }

  @Test
  void contentThatAFilterMakesHasTheTrailersThatTheFilterGivesIt() throws Exception {
    assertThat(filtered((request, next) -> next.handle(request)).trailers()).isEqualTo("x: 1");
    closeAll();
    assertThat(
            filtered(
                    (request, next) -> {
                      var response = next.handle(request);
                      var stream = new FilterInputStream(response.body().stream()) {};
                      return response.withBody(new Body(stream, Body.UNKNOWN));
                    })
                .trailers())
        .as("a body without trailers")
        .isEmpty();
    closeAll();
    assertThat(
            filtered(
                    (request, next) -> {
                      var response = next.handle(request);
                      var stream = new FilterInputStream(response.body().stream()) {};
                      var trailers = response.body().trailers();
                      return response.withBody(
                          new Body(stream, Body.UNKNOWN, () -> trailers.get().with("Y", "2")));
                    })
                .trailers())
        .as("handed on, and one more")
        .isEqualTo("x: 1; y: 2");
  }

  @Test
  void trailersThatFailCutTheResponse() throws Exception {
    Seen seen =
        filtered((request, next) -> {
          var response = next.handle(request);
          return response.withBody(
              new Body(
                  response.body().stream(),
                  Body.UNKNOWN,
                  () -> {
                    throw new IllegalStateException("on purpose");
                  }));
        });
    assertThat(seen.whole()).isFalse();
  }
}
