package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.AddressBlock;
import io.rgate.api.Forwarding;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 17 to 20 of docs/conformance.md: the fields of a request. */
class ForwardingIT extends OverTheWire {
  private static final Forwarding TRUSTING =
      Forwarding.DEFAULT.withTrustedProxies(List.of(AddressBlock.parse("127.0.0.0/8")));

  private RawOrigin origin;

  @BeforeEach
  void start() throws Exception {
    origin = answering(OK);
  }

  private Message forwarded(String fields) throws Exception {
    ask("GET / HTTP/1.1\r\nHost: a:81\r\n" + fields + "\r\n");
    return origin.request();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: x-one, X-Two\r\nX-One: 1\r\nx-two: 2",
        "Keep-Alive: timeout=5",
        "Proxy-Connection: keep-alive",
        "Proxy-Authorization: Basic eA==",
        "TE: gzip",
        "TE: trailers, gzip\r\nConnection: TE, gzip",
        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings",
        "Expect: 100-continue",
        "Connection: close, X-Forwarded-For\r\nX-Forwarded-For: 9.9.9.9"
      })
  void case17WhatConcernsOneConnectionStaysThere(String fields) throws Exception {
    gateway(origin);
    Message request = forwarded(fields + "\r\n");
    for (String line : fields.split("\r\n")) {
      assertThat(request.head()).doesNotContainIgnoringCase(line.replace(" ", ""));
      assertThat(request.head()).doesNotContainIgnoringCase(line);
    }
    assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
  }

  @Test
  void case17RepetitionsKeepTheirOrderAndEmptyValuesStay() throws Exception {
    gateway(origin);
    Message request = forwarded("X: 1\r\nY:\r\nX: 2\r\nX:\r\nx: 3\r\nCookie: a=b; c=d\r\n");
    assertThat(request.all("X")).containsExactly("1", "2", "", "3");
    assertThat(request.all("Y")).containsExactly("");
    assertThat(request.all("Cookie")).containsExactly("a=b; c=d");
  }

  @Test
  void case17TheResponseLosesItsHopByHopFieldsAndKeepsTheOthersInOrder() throws Exception {
    RawOrigin talkative =
        answering(
            "HTTP/1.1 200 Fine\r\nConnection: X-Private, keep-alive\r\nX-Private: 1\r\n"
                + "Keep-Alive: timeout=9\r\nProxy-Connection: x\r\nTrailer: T\r\nUpgrade: h2c\r\n"
                + "Set-Cookie: a=1\r\nX-Empty:\r\nSet-Cookie: b=2\r\nSet-Cookie: c=3; Path=/\r\n"
                + "Content-Length: 2\r\n\r\nok");
    gateway(talkative);
    Message response = ask(GET);
    assertThat(response.all("Set-Cookie")).containsExactly("a=1", "b=2", "c=3; Path=/");
    assertThat(response.all("X-Empty")).containsExactly("");
    for (String gone : List.of("X-Private", "Keep-Alive", "Proxy-Connection", "Upgrade")) {
      assertThat(response.has(gone)).as(gone).isFalse();
    }
    assertThat(response.all("Trailer")).containsExactly("T");
  }

  @Test
  void case18HostIsKeptByDefault() throws Exception {
    gateway(origin);
    assertThat(forwarded("").all("Host")).containsExactly("a:81");
  }

  @Test
  void case18ARouteCanHaveTheOriginSeeItsOwnAddress() throws Exception {
    gateway(Forwarding.DEFAULT.withPreserveHost(false), origin);
    Message request = forwarded("");
    assertThat(request.all("Host")).containsExactly(origin.authority());
    assertThat(request.all("X-Forwarded-Host")).containsExactly("a:81");
  }

  @Test
  void case19TheOriginLearnsWhoAsked() throws Exception {
    gateway(origin);
    Message request = forwarded("Via: 1.0 before\r\n");
    assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
    assertThat(request.all("X-Forwarded-Host")).containsExactly("a:81");
    assertThat(request.all("X-Forwarded-Port")).containsExactly("81");
    assertThat(request.all("Via")).containsExactly("1.0 before", "1.1 rgate");
    assertThat(request.has("Forwarded")).isFalse();
  }

  private static final String CLAIMS =
      "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 8.8.8.8\r\nX-Forwarded-Proto: https\r\n"
          + "X-Forwarded-Host: b\r\nX-Forwarded-Port: 443\r\nForwarded: for=9.9.9.9\r\n";

  @Test
  void case19WhatAStrangerClaimsIsReplaced() throws Exception {
    gateway(Forwarding.DEFAULT.withForwarded(true), origin);
    Message request = forwarded(CLAIMS);
    assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
    assertThat(request.all("X-Forwarded-Host")).containsExactly("a:81");
    assertThat(request.all("X-Forwarded-Port")).containsExactly("81");
    assertThat(request.all("Forwarded")).containsExactly("for=127.0.0.1;proto=http;host=\"a:81\"");
  }

  @Test
  void case19WhatATrustedProxySaysIsAppendedTo() throws Exception {
    gateway(TRUSTING.withForwarded(true), origin);
    Message request = forwarded(CLAIMS);
    assertThat(request.all("X-Forwarded-For")).containsExactly("9.9.9.9, 8.8.8.8, 127.0.0.1");
    assertThat(request.all("X-Forwarded-Proto")).containsExactly("https");
    assertThat(request.all("X-Forwarded-Host")).containsExactly("b");
    assertThat(request.all("X-Forwarded-Port")).containsExactly("443");
    assertThat(request.all("Forwarded"))
        .containsExactly("for=9.9.9.9, for=127.0.0.1;proto=http;host=\"a:81\"");
  }

  @Test
  void case19ARequestIdIsMadeOrKeptPassedOnAndReturned() throws Exception {
    gateway(origin);
    Message response = ask(GET);
    String made = origin.request().first("X-Request-Id");
    assertThat(made).hasSize(16);
    assertThat(response.all("X-Request-Id")).containsExactly(made);

    Message second = ask("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine-1\r\n\r\n");
    assertThat(origin.request().all("X-Request-Id")).containsExactly("mine-1");
    assertThat(second.all("X-Request-Id")).containsExactly("mine-1");
  }

  @Test
  void case19AnIdThatIsUnfitForALogIsReplaced() throws Exception {
    gateway(origin);
    assertThat(forwarded("X-Request-Id: a b\r\n").first("X-Request-Id")).hasSize(16);
    assertThat(forwarded("X-Request-Id: " + "a".repeat(129) + "\r\n").first("X-Request-Id"))
        .hasSize(16);
  }

  @Test
  void case19TraceContextGoesThroughUntouched() throws Exception {
    gateway(origin);
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Message request = forwarded("traceparent: " + parent + "\r\ntracestate: x=y\r\n");
    assertThat(request.all("traceparent")).containsExactly(parent);
    assertThat(request.all("tracestate")).containsExactly("x=y");
  }

  @Test
  void case20NothingIsAddedThatTheClientDidNotMean() throws Exception {
    gateway(origin);
    Message request = forwarded("");
    for (String absent :
        List.of("Upgrade", "HTTP2-Settings", "Content-Length", "Transfer-Encoding", "Connection")) {
      assertThat(request.has(absent)).as(absent).isFalse();
    }
    assertThat(request.has("User-Agent")).isEqualTo(kind.isJdkClient());
  }

  @Test
  void case20AnEmptyPostSaysThatItIsEmpty() throws Exception {
    gateway(origin);
    ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    assertThat(origin.request().all("Content-Length")).containsExactly("0");
  }
}
