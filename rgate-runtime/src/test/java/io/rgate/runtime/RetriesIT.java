package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Forwarding.Retries.On;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Route;
import io.rgate.runtime.measure.NoStats;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sent again after a part of it was sent, and what is not. */
class RetriesIT extends OverTheWire {
  private static final String KEY = "Idempotency-Key: \"k1\"\r\n";
  private static final Retries KEPT = Retries.DEFAULT.withKeptContent(16);

  private static String post(String fields, String content) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
        + content.length()
        + "\r\n"
        + fields
        + "\r\n"
        + content;
  }

  private static String answer(int status) {
    return "HTTP/1.1 " + status + " Whatever\r\nContent-Length: 2\r\n\r\nno";
  }

  /** Reads each request with its content and closes the connection without an answer. */
  private RawOrigin closing() throws Exception {
    return origin((wire, self) -> self.next(wire));
  }

  private void gateway(Retries retries, RawOrigin... origins) {
    // Without ejection each endpoint gets its share for ever.
    Backend all = ALL.withEjection(Ejection.OFF).withRetries(retries);
    gateway(builder(all, Forwarding.DEFAULT, origins));
  }

  private int failures(String request, int times) throws Exception {
    int failures = 0;
    for (int i = 0; i < times; i++) {
      failures += ask(request).status() == 200 ? 0 : 1;
    }
    return failures;
  }

  @Test
  void aPostWithIdempotencyKeyIsSentAgainAsItWas() throws Exception {
    RawOrigin bad = closing();
    RawOrigin good = answering(OK);
    gateway(KEPT, bad, good);
    assertThat(failures(post(KEY, "pay ten euros"), 12)).isZero();
    assertThat(bad.requests()).isNotEmpty();
    assertThat(good.requests())
        .hasSize(12)
        .allMatch(request -> request.text().equals("pay ten euros"))
        .allMatch(request -> request.first("Idempotency-Key").equals("\"k1\""));
  }

  @Test
  void anAnswerThatEndsBehindItsHeadIsNone() throws Exception {
    RawOrigin bad = answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    RawOrigin good = answering(OK);
    gateway(Retries.DEFAULT, bad, good);
    assertThat(failures(GET, 12)).isZero();
    assertThat(bad.requests()).isNotEmpty();
    assertThat(good.requests()).hasSize(12);
  }

  @Test
  void soIsChunkedContentThatFits() throws Exception {
    RawOrigin bad = closing();
    RawOrigin good = answering(OK);
    gateway(KEPT, bad, good);
    String request =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + KEY
            + "\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    assertThat(failures(request, 12)).isZero();
    assertThat(bad.requests()).isNotEmpty();
    assertThat(good.requests()).hasSize(12).allMatch(seen -> seen.text().equals("abcde"));
  }

  @Test
  void withoutTheKeyItIsSentOnce() throws Exception {
    RawOrigin bad = closing();
    RawOrigin good = answering(OK);
    gateway(KEPT, bad, good);
    int failures = failures(post("", "pay ten euros"), 20);
    assertThat(bad.requests()).hasSize(failures);
    assertThat(good.requests()).hasSize(20 - failures);
    assertThat(failures).isPositive();
  }

  @Test
  void theKeyMeansNothingByDefault() throws Exception {
    RawOrigin bad = closing();
    RawOrigin good = answering(OK);
    gateway(Retries.DEFAULT, bad, good);
    int failures = failures(post(KEY, "pay ten euros"), 20);
    assertThat(bad.requests()).hasSize(failures);
    assertThat(good.requests()).hasSize(20 - failures);
    assertThat(failures).isPositive();
  }

  @Test
  void contentThatDoesNotFitIsSentOnce() throws Exception {
    RawOrigin bad = closing();
    RawOrigin good = answering(OK);
    gateway(KEPT, bad, good);
    int failures = failures(post(KEY, "x".repeat(17)), 20);
    assertThat(bad.requests()).hasSize(failures);
    assertThat(failures).isPositive();
    String chunked =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + KEY
            + "\r\n11\r\n"
            + "x".repeat(17)
            + "\r\n0\r\n\r\n";
    failures += failures(chunked, 20);
    assertThat(bad.requests()).hasSize(failures);
    assertThat(good.requests()).hasSize(40 - failures);
  }

  @Test
  void aSafeRequestWithContentIsSentAgainWhereItIsKept() throws Exception {
    RawOrigin bad = closing();
    RawOrigin good = answering(OK);
    gateway(KEPT, bad, good);
    String options = post("", "abc").replace("POST", "OPTIONS");
    assertThat(failures(options, 12)).isZero();
    assertThat(good.requests()).hasSize(12).allMatch(seen -> seen.text().equals("abc"));
  }

  @Test
  void statusesThatAreNamedAreAskedForAgain() throws Exception {
    Retries named =
        new Retries(
            3, Set.of(On.ERROR, On.BAD_GATEWAY, On.GATEWAY_TIMEOUT, On.TOO_MANY_REQUESTS), 20);
    gateway(
        named,
        answering(answer(500)),
        answering(answer(502)),
        answering(answer(504)),
        answering(answer(429)));
    assertThat(failures(GET, 4)).isEqualTo(4);
    closeAll();
    gateway(named, answering(answer(500)), answering(answer(429)), answering(OK));
    assertThat(failures(GET, 12)).isZero();
    assertThat(failures(post("", "x"), 30)).isPositive();
  }

  @Test
  void statusesThatAreNotNamedGoToTheClient() throws Exception {
    gateway(Retries.DEFAULT, answering(answer(500)), answering(OK));
    assertThat(failures(GET, 30)).isPositive();
  }

  @Test
  void aRouteHasRetriesOfItsOwn() throws Exception {
    Backend all = ALL.withEjection(Ejection.OFF).withRetries(KEPT);
    Route once = new Route("/once", "all").withRetries(new Retries(0, Set.of(On.CONNECT), 20));
    Gateway.Builder builder =
        Gateway.builder()
            .config(
                new GatewayConfig(
                    List.of(new Route("/", "all"), once), List.of(all), DefaultResponse.NOT_FOUND))
            .stats(NoStats.INSTANCE)
            .front(kind().front())
            .upstream(kind().upstream())
            .host("127.0.0.1")
            .port(0);
    for (RawOrigin origin : List.of(answering(answer(503)), answering(OK))) {
      builder.endpoint(origin.url(), Map.of("all", ""));
    }
    gateway(builder);
    assertThat(failures(GET, 12)).isZero();
    assertThat(failures(GET.replace("GET /", "GET /once"), 30)).isPositive();
    assertThat(failures(post(KEY, "x"), 12)).isZero();
  }
}
