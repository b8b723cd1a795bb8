package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The statistics on the clients' address: behind the filters, without detail, not counted. */
class StatsGuardIT extends OverTheWire {
  private static final String ASK = GET.replace("/ ", "/stats ");

  private final TallySink sink = new TallySink();

  private static Filter token() {
    return (request, next) ->
        request.fields().first("X-Token").isPresent()
            ? next.handle(request)
            : Response.text(401, "a token, please");
  }

  @Test
  void aFilterGuardsThemAndWhoeverPassesGetsThem() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          asked.incrementAndGet();
          wire.send(OK);
        });
    gateway(builder(Forwarding.DEFAULT, origin).stats(sink).filter(token()));

    assertThat(ask(ASK).status()).isEqualTo(401);
    Message told = ask(ASK.replace("Host", "X-Token: t\r\nHost"));
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.text()).startsWith("{\"requests_count\":{\"success\":0,\"error\":0}");

    // Neither has been counted, and no route has seen it.
    assertThat(ask(GET.replace("Host", "X-Token: t\r\nHost")).status()).isEqualTo(200);
    assertThat(sink.await(1)).hasSize(1);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aFilterSeesTheResponseAndOneThatFailsIsAnswered() throws Exception {
    gateway(
        builder(Forwarding.DEFAULT, answering(OK))
            .stats(sink)
            .filter((request, next) -> {
              if (request.fields().contains("X-Fail")) {
                throw new IllegalStateException("a test's filter that throws");
              }
              Response response = next.handle(request);
              return response.withFields(response.fields().with("X-Seen", "yes"));
            }));

    assertThat(ask(ASK).first("X-Seen")).isEqualTo("yes");
    assertThat(ask(ASK.replace("Host", "X-Fail: t\r\nHost")).status()).isEqualTo(500);
    assertThat(
            ask(ASK.replace("GET", "POST").replace("Host", "Content-Length: 0\r\nHost")).status())
        .isEqualTo(405);
    assertThat(sink.await(0)).isEmpty();
  }

  @Test
  void theDetailIsRefusedThereWithAWordOnWhereItIs() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(builder(Forwarding.DEFAULT, origin).stats(sink));

    for (String query : new String[] {"?detail", "?x&detail", "?detail&x"}) {
      Message answer = ask(GET.replace("/ ", "/stats" + query + " "));
      assertThat(answer.status()).as(query).isEqualTo(403);
      assertThat(answer.text()).contains("'admin'").doesNotContain(origin.url());
    }
    assertThat(ask(ASK).status()).isEqualTo(200);
    assertThat(sink.await(0)).isEmpty();
  }
}
