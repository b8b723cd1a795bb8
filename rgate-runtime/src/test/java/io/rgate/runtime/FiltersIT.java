package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import io.rgate.api.Request.Attribute;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters may do, and what the gateway does about those that do what they may not. */
class FiltersIT extends OverTheWire {
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED_POST =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

  private final AtomicInteger open = new AtomicInteger();

  private void start(RawOrigin origin, Filter... filters) {
    Gateway.Builder builder = builder(Forwarding.DEFAULT, origin);
    for (Filter filter : filters) {
      builder.filter(filter);
    }
    gateway(builder);
  }

  /** Answers with content that goes on for ever, and counts the connections that are open. */
  private RawOrigin endless() throws IOException {
    return origin((wire, self) -> {
      self.next(wire);
      open.incrementAndGet();
      try {
        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        assertThat(wire.read()).isEqualTo(-1); // waits until the gateway closes
      } finally {
        open.decrementAndGet();
      }
    });
  }

  @Test
  void whatAFilterThrowsBehindNextLeavesNothingOpen() throws Exception {
    start(
        endless(),
        (request, next) -> {
          assertThat(next.handle(request).status()).isEqualTo(200);
          throw new IllegalStateException("secret");
        });
    for (int i = 0; i < 5; i++) {
      assertThat(ask(GET).status()).isEqualTo(500);
    }
    eventually("every connection to the origin is closed", () -> open.get() == 0);
  }

  @Test
  void aResponseThatIsNotReturnedIsClosedByTheGateway() throws Exception {
    start(
        endless(),
        (request, next) -> Response.text(202 + next.handle(request).status() % 2, "mine"));
    for (int i = 0; i < 5; i++) {
      Message answer = ask(GET);
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.text()).isEqualTo("mine");
    }
    eventually("every connection to the origin is closed", () -> open.get() == 0);
  }

  @Test
  void aFilterThatReturnsNullGets500AndIsCounted() throws Exception {
    Recording samples = new Recording();
    gateway(
        builder(Forwarding.DEFAULT, answering(OK)).stats(samples).filter((request, next) -> null));

    assertThat(ask(GET).status()).isEqualTo(500);
    assertThat(samples.next().status()).isEqualTo(500);
  }

  @Test
  void anOuterFilterSeesAnInnerOnesFailureAsAResponse() throws Exception {
    List<Integer> seen = new ArrayList<>();
    Filter sees =
        (request, next) -> {
          Response response = next.handle(request);
          seen.add(response.status());
          return response;
        };
    start(
        answering(OK),
        sees,
        (request, next) -> {
          if (request.path().equals("/status")) {
            throw new StatusException(418, "no");
          }
          throw new IOException("secret");
        });

    assertThat(ask(GET.replace("/ ", "/status ")).status()).isEqualTo(418);
    assertThat(ask(GET).status()).isEqualTo(500);
    assertThat(seen).containsExactly(418, 500);
  }

  @ParameterizedTest
  @ValueSource(strings = {POST, CHUNKED_POST})
  void contentThatAFilterHasReadDoesNotGoOnAsIfItWereLess(String post) throws Exception {
    RawOrigin origin = answering(OK);
    start(
        origin,
        (request, next) -> {
          assertThat(request.body().stream().readAllBytes()).hasSize(5);
          return next.handle(request);
        });

    assertThat(ask(post).status()).isEqualTo(500);
    assertThat(origin.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {POST, CHUNKED_POST})
  void contentThatAFilterHasReadCanBePassedOnAgain(String post) throws Exception {
    RawOrigin origin = answering(OK);
    start(
        origin,
        (request, next) -> {
          byte[] content = request.body().stream().readAllBytes();
          return next.handle(request.withBody(Body.of(content)));
        });

    assertThat(ask(post).status()).isEqualTo(200);
    assertThat(origin.request().text()).isEqualTo("hello");
  }

  @Test
  void contentShorterThanAFilterSaysIsTheGatewaysFault() throws Exception {
    start(
        answering(OK),
        (request, next) ->
            next.handle(request.withBody(new Body(new ByteArrayInputStream(new byte[] {'x'}), 9))));

    assertThat(ask(POST).status()).isEqualTo(500);
  }

  /** Says now and then that it has nothing, as a stream must not. */
  private static final class Lazy extends FilterInputStream {
    private boolean had = true;

    Lazy(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      had = !had;
      return had ? super.read(target, offset, Math.min(2, length)) : 0;
    }

    @Override
    public int available() {
      return 0;
    }
  }

  @Test
  void aStreamThatReadsNothingNowAndThenLosesNothing() throws Exception {
    RawOrigin origin = answering(OK);
    byte[] text = "hello world".getBytes(StandardCharsets.US_ASCII);
    start(
        origin,
        (request, next) -> {
          Body body = new Body(new Lazy(new ByteArrayInputStream(text)), Body.UNKNOWN);
          next.handle(request.withBody(body)).close();
          return Response.of(
              200, Fields.EMPTY, new Body(new Lazy(new ByteArrayInputStream(text)), Body.UNKNOWN));
        });

    assertThat(ask(POST).text()).isEqualTo("hello world");
    assertThat(origin.request().text()).isEqualTo("hello world");
  }

  @Test
  void aStreamOfContentThatThrowsGets500AndLeaksNothing() throws Exception {
    start(
        answering(OK),
        (request, next) ->
            next.handle(
                request.withBody(
                    new Body(
                        new InputStream() {
                          @Override
                          public int read() {
                            throw new IllegalStateException("secret");
                          }
                        },
                        Body.UNKNOWN))));

    for (int i = 0; i < 3; i++) {
      assertThat(ask(POST).status()).isEqualTo(500);
    }
  }

  @Test
  void theClientGetsTheIdThatTheOriginSaw() throws Exception {
    RawOrigin origin = answering(OK);
    start(
        origin,
        (request, next) ->
            next.handle(request.withFields(request.fields().with("X-Request-Id", "mine"))));

    assertThat(ask(GET).all("X-Request-Id")).containsExactly("mine");
    assertThat(origin.request().all("X-Request-Id")).containsExactly("mine");
  }

  @Test
  void whatConnectionNamesTakesNothingThatAFilterAdds() throws Exception {
    RawOrigin origin = answering(OK);
    start(
        origin,
        (request, next) -> {
          assertThat(request.fields().contains("X-Other")).isFalse();
          return next.handle(request.withFields(request.fields().with("X-User", "ann")));
        });

    ask(
        "GET / HTTP/1.1\r\nHost: a\r\nX-User: eve\r\nX-Other: 1\r\nX-Request-Id: abc\r\n"
            + "Connection: X-User, X-Other, X-Request-Id\r\n\r\n");
    Message seen = origin.request();
    assertThat(seen.all("X-User")).containsExactly("ann");
    assertThat(seen.first("X-Request-Id")).isNotEmpty();
    assertThat(seen.has("X-Other")).isFalse();
  }

  @Test
  void headTellsTheLengthOfTheContentThatAFilterHasMade() throws Exception {
    RawOrigin origin = answering("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
    start(
        origin,
        (request, next) -> {
          Response response = next.handle(request);
          return switch (request.path()) {
            case "/known" -> response.withBody(new Body(response.body().stream(), 600));
            case "/unknown" -> response.withBody(new Body(response.body().stream(), Body.UNKNOWN));
            default -> response;
          };
        });

    assertThat(ask("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").all("Content-Length"))
        .containsExactly("1234");
    assertThat(ask("HEAD /known HTTP/1.1\r\nHost: a\r\n\r\n").all("Content-Length"))
        .containsExactly("600");
    assertThat(ask("HEAD /unknown HTTP/1.1\r\nHost: a\r\n\r\n").all("Content-Length")).isEmpty();
  }

  @Test
  void aRequestThatAFilterBuildsAnewIsOfTheSameExchange() throws Exception {
    start(
        endless(),
        (request, next) -> {
          next.handle(Request.builder("GET", "/new").fields(Fields.of("Host", "b")).build());
          return Response.text(200, "mine");
        });

    assertThat(ask(GET).text()).isEqualTo("mine");
    eventually("the connection to the origin is closed", () -> open.get() == 0);
  }

  @Test
  void whatAFilterAttachesReachesThoseBehindIt() throws Exception {
    Attribute<String> user = Attribute.of("user", String.class);
    start(
        answering(OK),
        (request, next) -> next.handle(request.with(user, "ann")),
        (request, next) -> Response.text(200, request.attribute(user).orElse("nobody")));

    assertThat(ask(GET).text()).isEqualTo("ann");
  }

  @Test
  void aResponseCanHaveAnotherStatus() throws Exception {
    start(answering(OK), (request, next) -> next.handle(request).withStatus(203));

    assertThat(ask(GET).status()).isEqualTo(203);
  }
}
