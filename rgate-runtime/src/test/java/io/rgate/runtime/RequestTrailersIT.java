package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Limits;
import io.rgate.runtime.AnyClient.Speaks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trailer sections of requests, to an origin of HTTP/1.1, of clients of both protocols. */
@ParameterizedClass
@EnumSource(Speaks.class)
class RequestTrailersIT extends GatewayRig {
  @Parameter Speaks speaks;

  private AnyClient through(RawOrigin origin) throws Exception {
    return open(AnyClient.to(gateway(origin).port(), speaks));
  }

  private static String[] array(String... strings) {
    return strings;
  }

  private Message request(String method, String[] fields, String text, String... trailers)
      throws Exception {
    RawOrigin origin = answering(OK);
    AnyClient client = through(origin).begin(method, false, fields);
    if (!text.isEmpty()) {
      client.data(text);
    }
    assertThat(client.end(trailers).seen().status()).isEqualTo(200);
    Message request = origin.request();
    assertThat(request.text()).isEqualTo(text);
    request.requireWhole();
    assertThat(client.begin("GET", true).seen().status()).as("the next request").isEqualTo(200);
    return request;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one | X~1 | x: 1",
        "several, in order | X~1~Y~2~X~3 | x: 1; y: 2; x: 3",
        "odd casing | X-CheckSUM~1 | x-checksum: 1",
        "an empty value | X~~Y~2 | x: ; y: 2",
        "none | '' | ''",
        "framing | Content-Length~5~X~1 | x: 1",
        "routing | Max-Forwards~0~Via~b~Forwarded~for=c~X~1 | x: 1",
        "authentication | Authorization~a~Cookie~b=c~Proxy-Authorization~d~X~1 | x: 1",
        "request modifiers | If-Match~a~Range~bytes=0-1~Expect~100-continue~X~1 | x: 1",
        "the content's format | Content-Type~a/b~Content-Encoding~gzip~X~1 | x: 1",
        "what the gateway says | X-Forwarded-For~9.9.9.9~X-Real-IP~9.9.9.9~X-Request-ID~a~X~1 | x: 1",
        "a look-alike of it | X_Forwarded_For~9.9.9.9~X~1 | x: 1",
        "a certificate | Client-Cert~a~Client-Cert-Chain~b~X~1 | x: 1"
      })
  void ofARequest(String what, String trailers, String expected) throws Exception {
    String[] lines = trailers.isEmpty() ? new String[0] : trailers.split("~", -1);
    Message request = request("POST", new String[0], "abc", lines);
    assertThat(request.trailers()).extracting(AnyClient::lower).isEqualTo(list(expected));
  }

  private static List<String> list(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.replace(": ;", ":;").split("; "));
  }

  @Test
  void ofARequestWithoutABufferedByte() throws Exception {
    assertThat(request("POST", new String[0], "", "X", "1").trailers()).hasSize(1);
  }

  @Test
  void trailerIsPassedOnWithARequest() throws Exception {
    Message request = request("POST", array("Trailer", "X, Y"), "abc", "X", "1");
    assertThat(request.all("Trailer")).containsExactly("X, Y");
  }

  @Test
  void theyPassTheLimitOfContentAndTheContentThatIsKept() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(Forwarding.DEFAULT.withMaxRequestBody(100), origin);
    AnyClient client = open(AnyClient.to(port(), speaks));
    client.begin("POST", false, "Idempotency-Key", "k").data("abc").end("X", "1");
    assertThat(client.seen().status()).isEqualTo(200);
    assertThat(origin.request().trailers()).hasSize(1);
  }

  @Test
  void oneThatConnectionNamesStays() throws Exception {
    if (speaks == Speaks.HTTP2) {
      return; // it has no Connection
    }
    Message request = request("POST", array("Connection", "x-hop"), "abc", "X-Hop", "1", "X", "2");
    assertThat(request.trailers()).containsExactly("X: 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trailers | trailers",
        "Trailers | trailers",
        "gzip;q=0.5, trailers | trailers",
        "gzip | ''",
        "'' | ''"
      })
  void onlyTrailersIsKeptOfTe(String te, String expected) throws Exception {
    if (speaks == Speaks.HTTP2 && !te.equalsIgnoreCase("trailers")) {
      return; // refused: StrictnessIT
    }
    RawOrigin origin = answering(OK);
    through(origin).begin("GET", true, "TE", te).seen();
    Message request = origin.request();
    assertThat(String.join(", ", request.all("TE"))).isEqualTo(expected);
    assertThat(String.join(", ", request.all("Connection")))
        .as("TE is for one connection")
        .isEqualTo(expected.isEmpty() ? "" : "TE");
  }

  @Test
  void teOfHttp10IsNotKept() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(origin);
    client().send("GET / HTTP/1.0\r\nTE: trailers\r\n\r\n").response();
    assertThat(origin.request().has("TE")).isFalse();
  }

  @Test
  void contentOfDeclaredLengthHasNoneOverHttp11() throws Exception {
    RawOrigin origin = answering(OK);
    AnyClient client = through(origin).begin("POST", false, "Content-Length", "3").data("abc");
    assertThat(client.end("X", "1").seen().status()).isEqualTo(200);
    Message request = origin.request();
    assertThat(request.first("Content-Length")).isEqualTo("3");
    assertThat(request.trailers()).isEmpty();
    request.requireWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"too large", "too many"})
  void aSectionBeyondTheLimitsIsRefusedAndTheOriginSeesNoWholeRequest(String what)
      throws Exception {
    RawOrigin origin = answering(OK);
    Limits small = new Limits(100, 8192, 8192, Duration.ofSeconds(30), Duration.ofSeconds(30));
    gateway(builder(Forwarding.DEFAULT, origin).limits(small));
    AnyClient client = open(AnyClient.to(port(), speaks)).begin("POST", false).data("abc");
    int large = speaks == Speaks.HTTP1 ? 17_000 : 12_000;
    String[] trailers = new String[what.equals("too many") ? 300 : 2];
    for (int i = 0; i < trailers.length; i += 2) {
      trailers[i] = "X";
      trailers[i + 1] = "y".repeat(what.equals("too many") ? 1 : large);
    }
    try {
      client.end(trailers);
    } catch (java.io.IOException e) {
      assertThat(e).as("the gateway may have closed in the middle").isNotNull();
    }
    assertThat(client.seen().status()).isEqualTo(speaks == Speaks.HTTP1 ? 400 : 0);
    eventually("the exchange is over", () -> openExchanges() == 0);
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a pseudo-field | :path | /b",
        "Connection | connection | close",
        "Transfer-Encoding | transfer-encoding | chunked",
        "a capital letter | X | 1",
        "a line break | x | 'a\r\nb: c'"
      })
  void whatHttp2DoesNotAllowIsReset(String what, String name, String value) throws Exception {
    if (speaks == Speaks.HTTP1) {
      return;
    }
    RawOrigin origin = answering(OK);
    AnyClient client = through(origin).begin("POST", false).data("abc");
    client.endAsIs(name, value);
    assertThat(client.seen().whole()).isFalse();
    eventually("the exchange is over", () -> openExchanges() == 0);
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @Test
  void aFilterGivesARequestTrailers() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(
        builder(Forwarding.DEFAULT, origin)
            .filter((request, next) ->
                next.handle(
                    request.withBody(
                        new Body(
                            request.body().stream(),
                            Body.UNKNOWN,
                            () -> Fields.of("Digest", "d"))))));
    open(AnyClient.to(port(), speaks)).begin("POST", false).data("abc").end().seen();
    assertThat(origin.request().trailers()).containsExactly("Digest: d");
  }
}
