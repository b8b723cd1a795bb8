package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Expect;
import io.rgate.api.Timeouts;
import io.rgate.runtime.AnyClient.Seen;
import io.rgate.runtime.AnyClient.Speaks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interim responses of an origin, and Expect, for clients of both protocols. */
@ParameterizedClass
@EnumSource(Speaks.class)
class InterimIT extends GatewayRig {
  private static final Forwarding TO_ORIGIN = Forwarding.DEFAULT.withExpect(Expect.FORWARD);
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

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

  // Expect

  /** An origin that says {@code first} when it has the head, then reads the content, then OK. */
  private RawOrigin asking(String first) throws Exception {
    return origin((wire, self) -> {
      String head = wire.head();
      wire.send(first);
      self.keep(wire.content("POST", head));
      wire.send(OK);
    });
  }

  private static String[] expecting(boolean sized, String value) {
    return sized
        ? new String[] {"Expect", value, "Content-Length", "3"}
        : new String[] {"Expect", value};
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGatewayAnswersUnlessTheRouteSaysOtherwise(boolean sized) throws Exception {
    RawOrigin origin = answering(OK);
    AnyClient client = through(Forwarding.DEFAULT, origin);
    client.begin("POST", false, expecting(sized, "100-continue"));
    assertThat(client.section()).isEqualTo("100");
    assertThat(client.data("abc").end().seen().text()).isEqualTo("ok");
    Message request = origin.request();
    assertThat(request.has("Expect")).isFalse();
    assertThat(request.text()).isEqualTo("abc");
  }

  @ParameterizedTest
  @CsvSource({"true, 100-continue", "false, 100-continue", "true, 100-Continue"})
  void theOriginsWordIsPassedOn(boolean sized, String value) throws Exception {
    RawOrigin origin = asking(CONTINUE);
    AnyClient client = through(TO_ORIGIN, origin);
    client.begin("POST", false, expecting(sized, value));
    assertThat(client.section()).isEqualTo("100");
    assertThat(client.data("abc").end().seen().text()).isEqualTo("ok");
    Message request = origin.request();
    assertThat(request.all("Expect")).containsExactly(value);
    assertThat(request.text()).isEqualTo("abc");
  }

  @Test
  void nothingIsSaidBeforeTheOriginSaysIt() throws Exception {
    CountDownLatch silent = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          String head = wire.head();
          silent.await();
          wire.send("HTTP/1.1 103 X\r\nLink: a\r\n\r\n" + CONTINUE);
          self.keep(wire.content("POST", head));
          wire.send(OK);
        });
    AnyClient client = through(TO_ORIGIN, origin);
    client.begin("POST", false, expecting(true, "100-continue"));
    assertThat(client.isSilentFor(300)).isTrue();
    silent.countDown();
    assertThat(client.section()).isEqualTo("103 link: a");
    assertThat(client.section()).isEqualTo("100");
    assertThat(client.data("abc").end().seen().text()).isEqualTo("ok");
  }

  @ParameterizedTest
  @CsvSource({"417, true", "417, false", "401, true", "413, false", "200, true", "307, false"})
  void aFinalStatusInsteadOf100EndsIt(int status, boolean sized) throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          String head = wire.head();
          wire.send("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nno");
          assertThat(wire.read()).as("content that nobody asked for").isEqualTo(-1);
          self.keep(new Message(head, new byte[0], false));
        });
    AnyClient client = through(TO_ORIGIN, origin);
    client.begin("POST", false, expecting(sized, "100-continue"));
    Seen seen = client.seen();
    assertThat(seen.interim()).isEmpty();
    assertThat(seen.status()).isEqualTo(status);
    assertThat(seen.text()).isEqualTo("no");
    assertThat(origin.request().first("Expect")).isEqualTo("100-continue");
    if (speaks == Speaks.HTTP1) {
      assertThat(seen.fields().get("Connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    } else {
      assertThat(client.begin("GET", true).section()).startsWith(status + " ");
    }
  }

  @Test
  void aClientThatDoesNotWaitIsNotHeldUp() throws Exception {
    RawOrigin origin = asking("");
    AnyClient client = through(TO_ORIGIN, origin);
    Seen seen =
        client.begin("POST", false, expecting(true, "100-continue")).data("abc").end().seen();
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.interim()).isEmpty();
    assertThat(origin.request().text()).isEqualTo("abc");
  }

  @Test
  void aClientThatLosesItsPatienceIsNotHeldUp() throws Exception {
    RawOrigin origin = asking("");
    AnyClient client = through(TO_ORIGIN, origin);
    client.begin("POST", false, expecting(false, "100-continue"));
    assertThat(client.isSilentFor(200)).isTrue();
    Seen seen = client.data("abc").end().seen();
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.interim()).isEmpty();
  }

  @Test
  void anOriginThatSaysNothingGets504() throws Exception {
    Timeouts soon =
        Timeouts.DEFAULT
            .withIdleBody(Duration.ofMillis(300))
            .withResponseHead(Duration.ofSeconds(9));
    RawOrigin origin = asking("");
    AnyClient client = through(TO_ORIGIN.withTimeouts(soon), origin);
    Seen seen = client.begin("POST", false, expecting(true, "100-continue")).seen();
    assertThat(seen.status()).isEqualTo(504);
    assertThat(seen.interim()).isEmpty();
  }

  @Test
  void aClientThatIsAskedAndSendsNothingGets408() throws Exception {
    Timeouts soon = Timeouts.DEFAULT.withIdleBody(Duration.ofMillis(300));
    RawOrigin origin = asking(CONTINUE);
    AnyClient client = through(TO_ORIGIN.withTimeouts(soon), origin);
    Seen seen = client.begin("POST", false, expecting(true, "100-continue")).seen();
    assertThat(seen.interim()).containsExactly("100");
    assertThat(seen.status()).isEqualTo(408);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "FORWARD, 200-ok, 200-ok", "ANSWER, 200-ok, ''",
    "FORWARD, 100-continue, ''", "ANSWER, 100-continue, ''"
  })
  void withoutContent(Expect expect, String value, String passed) throws Exception {
    RawOrigin origin = answering(OK);
    AnyClient client = through(Forwarding.DEFAULT.withExpect(expect), origin);
    Seen seen = client.begin("GET", true, "Expect", value).seen();
    assertThat(seen.interim()).isEmpty();
    assertThat(seen.status()).isEqualTo(200);
    assertThat(origin.request().first("Expect")).isEqualTo(passed);
  }

  @ParameterizedTest
  @EnumSource(Expect.class)
  void http10HasNone(Expect expect) throws Exception {
    RawOrigin origin = answering(OK);
    gateway(Forwarding.DEFAULT.withExpect(expect), origin);
    String request = "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc";
    assertThat(client().send(request).rest()).startsWith("HTTP/1.1 200 ");
    assertThat(origin.request().has("Expect")).isFalse();
  }

  @Test
  void aFilterThatReadsTheContentAsksForItItself() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(
        builder(TO_ORIGIN, origin)
            .filter((request, next) ->
                next.handle(request.withBody(Body.of(request.body().stream().readAllBytes())))));
    AnyClient client = open(AnyClient.to(port(), speaks));
    client.begin("POST", false, expecting(false, "100-continue"));
    assertThat(client.section()).isEqualTo("100");
    assertThat(client.data("abc").end().seen().status()).isEqualTo(200);
    Message request = origin.request();
    assertThat(request.has("Expect")).isFalse();
    assertThat(request.text()).isEqualTo("abc");
  }

  @Test
  void whatIsRefusedBeforeIsNotAskedFor() throws Exception {
    RawOrigin origin = answering(OK);
    AnyClient client = through(TO_ORIGIN.withMaxRequestBody(2), origin);
    Seen seen = client.begin("POST", false, expecting(true, "100-continue")).seen();
    assertThat(seen.interim()).isEmpty();
    assertThat(seen.status()).isEqualTo(413);
    assertThat(origin.requests()).isEqualTo(List.of());
  }
}
