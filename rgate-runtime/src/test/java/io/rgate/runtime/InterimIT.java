package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.runtime.AnyClient.Seen;
import io.rgate.runtime.AnyClient.Speaks;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interim responses of an origin, for clients of both protocols. */
@ParameterizedClass
@EnumSource(Speaks.class)
class InterimIT extends GatewayRig {
  @Parameter Speaks speaks;

  private AnyClient through(Forwarding forwarding, RawOrigin origin) throws Exception {
    return open(AnyClient.to(gateway(forwarding, origin).port(), speaks));
  }

  private static String lines(String text) {
    return text.replace("~", "\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "103 | 103 Early Hints~Link: </a.css>; rel=preload~~ | 103 link: </a.css>; rel=preload",
        "103 without fields | 103 Early Hints~~ | 103",
        "102 | 102 Processing~~ | 102",
        "104 and others | 104 Upload Resumption Supported~Location: /a~~ | 104 location: /a",
        "199 | 199 X~X: 1~~ | 199 x: 1",
        "100 that nobody asked for | 100 Continue~~ | 100",
        "repeated fields | 103 X~Link: a~Link: b~link: c~~ | 103 link: a; link: b; link: c",
        "not ASCII | 103 X~X: \u00e4~~ | 103 x: \u00e4",
        "fields of the connection | 103 X~Keep-Alive: 5~Proxy-Connection: x~Upgrade: h2c~X: 1~~ |"
            + " 103 x: 1",
        "fields that Connection names | 103 X~Connection: X-Hop, close~X-Hop: 1~X: 1~~ | 103 x: 1",
        "framing | 103 X~Content-Length: 5~X: 1~~ | 103 x: 1",
        "a coding | 103 X~Transfer-Encoding: chunked~X: 1~~ | 103 x: 1"
      })
  void oneIsPassedOn(String what, String interim, String expected) throws Exception {
    RawOrigin origin = answering("HTTP/1.1 " + lines(interim) + OK);
    AnyClient client = through(Forwarding.DEFAULT, origin);
    for (int i = 0; i < 2; i++) { // the second time on the same connections
      Seen seen = client.begin("GET", true).seen();
      assertThat(seen.interim()).containsExactly(expected);
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.text()).isEqualTo("ok");
    }
    assertThat(origin.connections()).isEqualTo(1);
  }

  @ParameterizedTest(name = "before {0} to {1}")
  @CsvSource({"204, GET", "304, GET", "404, GET", "500, GET", "200, HEAD", "200, POST"})
  void beforeEveryFinalResponse(int status, String method) throws Exception {
    RawOrigin origin =
        answering(
            "HTTP/1.1 103 X\r\nLink: a\r\n\r\nHTTP/1.1 "
                + status
                + " X\r\n"
                + (method.equals("HEAD") || status < 300 && status != 200 || status == 304
                    ? "\r\n"
                    : "Content-Length: 0\r\n\r\n"));
    boolean content = method.equals("POST");
    AnyClient client = through(Forwarding.DEFAULT, origin).begin(method, !content);
    Seen seen = content ? client.data("abc").end().seen() : client.seen();
    assertThat(seen.interim()).containsExactly("103 link: a");
    assertThat(seen.status()).isEqualTo(status);
  }

  @Test
  void severalInOrderEachAtOnce() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 103 X\r\nLink: a\r\n\r\n");
          first.await();
          wire.send("HTTP/1.1 102 X\r\n\r\nHTTP/1.1 103 X\r\nLink: b\r\n\r\n");
          second.await();
          wire.send(OK);
        });
    AnyClient client = through(Forwarding.DEFAULT, origin).begin("GET", true);
    assertThat(client.section()).isEqualTo("103 link: a");
    first.countDown();
    assertThat(client.section()).isEqualTo("102");
    assertThat(client.section()).isEqualTo("103 link: b");
    second.countDown();
    Seen seen = client.seen();
    assertThat(seen.interim()).isEmpty();
    assertThat(seen.text()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100 Continue", "102 X", "103 X~Link: a"})
  void aClientOfHttp10GetsNone(String interim) throws Exception {
    gateway(answering("HTTP/1.1 " + lines(interim) + "\r\n\r\n" + OK));
    String seen = client().send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").rest();
    assertThat(seen).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok");
  }

  @Test
  void anOriginOfHttp10WithOneIsTakenAtItsWord() throws Exception {
    RawOrigin origin = answeringOnce("HTTP/1.0 103 X\r\nLink: a\r\n\r\n" + OK);
    Seen seen = through(Forwarding.DEFAULT, origin).begin("GET", true).seen();
    assertThat(seen.interim()).containsExactly("103 link: a");
    assertThat(seen.status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "101 that nobody asked for | 101 X~Upgrade: x~Connection: upgrade~~ | 0",
        "101 behind a 103 | 103 X~~HTTP/1.1 101 X~Upgrade: x~Connection: upgrade~~ | 1",
        "a name that is no token | 103 X~X Y: 1~~ | 0",
        "a control in a value | 103 X~X: \u0001~~ | 0",
        "a folded line | 103 X~X: 1~ 2~~ | 0",
        "no status | 10x X~~ | 0",
        "a status below 100 | 099 X~~ | 0",
        "the end of the connection behind it | 103 X~Link: a~~ | 1",
        "the end of the connection in it | 103 X~Link: a~ | 0",
        "what is no HTTP behind it | 103 X~~hello~~ | 1"
      })
  void whatIsNoInterimResponseBecomes502(String what, String interim, int passed) throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 " + lines(interim));
        });
    AnyClient client = through(Forwarding.DEFAULT, origin).begin("POST", false).data("a");
    Seen seen = client.end().seen();
    assertThat(seen.status()).isEqualTo(502);
    assertThat(seen.interim()).hasSize(passed);
  }

  @Test
  void moreThanAHundredAreTooMany() throws Exception {
    RawOrigin origin = answeringOnce("HTTP/1.1 103 X\r\n\r\n".repeat(101) + OK);
    Seen seen = through(Forwarding.DEFAULT, origin).begin("POST", false).end().seen();
    assertThat(seen.status()).isEqualTo(502);
    assertThat(seen.interim()).hasSize(100);
  }

  @Test
  void oneThatIsTooLargeBecomes502() throws Exception {
    RawOrigin origin =
        answeringOnce("HTTP/1.1 103 X\r\nX: " + "y".repeat(128 * 1024) + "\r\n\r\n" + OK);
    Seen seen = through(Forwarding.DEFAULT, origin).begin("POST", false).end().seen();
    assertThat(seen.status()).isEqualTo(502);
    assertThat(seen.interim()).isEmpty();
  }

  @Test
  void oneBehindTheResponseBelongsToNobody() throws Exception {
    RawOrigin origin = answering(OK + "HTTP/1.1 103 X\r\nLink: a\r\n\r\n");
    AnyClient client = through(Forwarding.DEFAULT, origin);
    for (int i = 0; i < 5; i++) {
      Seen seen = client.begin("GET", true).seen();
      assertThat(seen.interim()).isEmpty();
      assertThat(seen.text()).isEqualTo("ok");
    }
  }

  @Test
  void thoseOfAnAttemptThatFailedComeBeforeThoseOfTheNext() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    RawOrigin.Script script =
        (wire, self) -> {
          self.next(wire);
          int turn = asked.incrementAndGet();
          wire.send("HTTP/1.1 103 X\r\nLink: " + turn + "\r\n\r\n" + (turn == 1 ? "" : OK));
        };
    gateway(origin(script), origin(script));
    Seen seen = open(AnyClient.to(port(), speaks)).begin("GET", true).seen();
    assertThat(seen.interim()).containsExactly("103 link: 1", "103 link: 2");
    assertThat(seen.status()).isEqualTo(200);
  }
}
