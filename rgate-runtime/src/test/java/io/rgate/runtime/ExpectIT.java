package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Forwarding;
import io.rgate.api.Route;
import io.rgate.api.Route.Expect;
import io.rgate.api.Timeouts;
import io.rgate.runtime.AnyClient.Seen;
import io.rgate.runtime.AnyClient.Speaks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers Expect: the gateway or the origin, for clients of both protocols. */
@ParameterizedClass
@EnumSource(Speaks.class)
class ExpectIT extends GatewayRig {
  private static final Route HERE = new Route("/", "all");
  private static final Route TO_ORIGIN = HERE.withExpect(Expect.FORWARD);
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  @Parameter Speaks speaks;

  private AnyClient through(Route route, RawOrigin origin) throws Exception {
    return open(AnyClient.to(gateway(builder(route, origin)).port(), speaks));
  }

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
    AnyClient client = through(HERE, origin);
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
    AnyClient client =
        through(TO_ORIGIN.withForwarding(Forwarding.DEFAULT.withTimeouts(soon)), origin);
    Seen seen = client.begin("POST", false, expecting(true, "100-continue")).seen();
    assertThat(seen.status()).isEqualTo(504);
    assertThat(seen.interim()).isEmpty();
  }

  @Test
  void aClientThatIsAskedAndSendsNothingGets408() throws Exception {
    Timeouts soon = Timeouts.DEFAULT.withIdleBody(Duration.ofMillis(300));
    RawOrigin origin = asking(CONTINUE);
    AnyClient client =
        through(TO_ORIGIN.withForwarding(Forwarding.DEFAULT.withTimeouts(soon)), origin);
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
    AnyClient client = through(HERE.withExpect(expect), origin);
    Seen seen = client.begin("GET", true, "Expect", value).seen();
    assertThat(seen.interim()).isEmpty();
    assertThat(seen.status()).isEqualTo(200);
    assertThat(origin.request().first("Expect")).isEqualTo(passed);
  }

  @ParameterizedTest
  @EnumSource(Expect.class)
  void http10HasNone(Expect expect) throws Exception {
    RawOrigin origin = answering(OK);
    gateway(builder(HERE.withExpect(expect), origin));
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
    AnyClient client =
        through(TO_ORIGIN.withForwarding(Forwarding.DEFAULT.withMaxRequestBody(2)), origin);
    Seen seen = client.begin("POST", false, expecting(true, "100-continue")).seen();
    assertThat(seen.interim()).isEmpty();
    assertThat(seen.status()).isEqualTo(413);
    assertThat(origin.requests()).isEqualTo(List.of());
  }
}
