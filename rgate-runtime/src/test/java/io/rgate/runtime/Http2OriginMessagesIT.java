package io.rgate.runtime;

import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.END_STREAM;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Fields;
import io.rgate.api.Route;
import io.rgate.api.Route.Expect;
import io.rgate.runtime.AnyClient.Seen;
import io.rgate.runtime.AnyClient.Speaks;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawHttp2.Frame;
import io.rgate.testkit.transport.RawHttp2Origin;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trailers, interim responses and Expect with an origin of HTTP/2, for clients of both protocols.
 */
@ParameterizedClass
@EnumSource(Speaks.class)
class Http2OriginMessagesIT extends GatewayRig {
  private static final Route HERE = new Route("/", "all");
  private static final Route TO_ORIGIN = HERE.withExpect(Expect.FORWARD);

  @Parameter Speaks speaks;

  private RawHttp2Origin origin;

  /** What an origin does with the first stream of a connection. */
  @FunctionalInterface
  private interface Turn {
    void run(RawHttp2 connection, int stream, Fields head) throws IOException;
  }

  private AnyClient through(Route route, Turn turn) throws Exception {
    origin =
        open(
            new RawHttp2Origin((connection, number) -> {
              connection.welcome();
              Frame head = connection.next(HEADERS);
              turn.run(connection, head.stream(), head.fields());
              connection.next(RST_STREAM); // or the end
            }));
    String url = origin.endpoint().uri().toString();
    Gateway gateway = gateway(builder(route).endpoint(url, Map.of("all", "")));
    return open(AnyClient.to(gateway.port(), speaks));
  }

  /** Reads the request to its end and notes its content and its trailers. */
  private void readAll(RawHttp2 connection) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Frame frame = connection.next(); frame != null; frame = connection.next()) {
      if (frame.type() == DATA) {
        text.append(frame.text());
      } else if (frame.type() == HEADERS) {
        frame
            .fields()
            .forEach((name, value) -> text.append(" ").append(name).append("=").append(value));
      }
      if (frame.type() <= HEADERS && frame.has(END_STREAM)) {
        origin.note(text.toString());
        return;
      }
    }
  }

  @Test
  void trailersOfAResponse() throws Exception {
    AnyClient client =
        through(
            HERE,
            (connection, stream, head) -> {
              connection.headers(stream, false, ":status", "200", "trailer", "x");
              connection.data(stream, false, "ok");
              connection.headers(stream, true, "x", "1", "content-type", "a/b", "y", "2");
            });
    Seen seen = client.begin("GET", true).seen();
    assertThat(seen.text()).isEqualTo("ok");
    assertThat(seen.trailers()).isEqualTo("x: 1; y: 2");
    assertThat(seen.fields().get("Trailer")).isEqualTo("x");
  }

  @Test
  void trailersBehindContentOfDeclaredLengthStayInHttp2() throws Exception {
    AnyClient client =
        through(
            HERE,
            (connection, stream, head) -> {
              connection.headers(stream, false, ":status", "200", "content-length", "2");
              connection.data(stream, false, "ok");
              connection.headers(stream, true, "grpc-status", "0");
            });
    Seen seen = client.begin("GET", true).seen();
    assertThat(seen.fields().get("Content-Length")).isEqualTo("2");
    assertThat(seen.text()).isEqualTo("ok");
    assertThat(seen.trailers()).isEqualTo(speaks == Speaks.HTTP2 ? "grpc-status: 0" : "");
    assertThat(seen.whole()).isTrue();
  }

  @Test
  void aResponseOfTrailersOnly() throws Exception {
    AnyClient client =
        through(
            HERE,
            (connection, stream, head) ->
                connection.headers(
                    stream,
                    true,
                    ":status",
                    "200",
                    "content-type",
                    "application/grpc",
                    "grpc-status",
                    "5"));
    Seen seen = client.begin("POST", false).end().seen();
    assertThat(seen.fields().get("grpc-status")).isEqualTo("5");
    assertThat(seen.text()).isEmpty();
    assertThat(seen.whole()).isTrue();
  }

  @Test
  void trailersOfARequest() throws Exception {
    AnyClient client =
        through(
            HERE,
            (connection, stream, head) -> {
              readAll(connection);
              origin.note(head.get("te") + " " + head.get("trailer"));
              RawHttp2Origin.answer(connection, stream, "ok");
            });
    client.begin("POST", false, "TE", "trailers", "Trailer", "X").data("abc");
    assertThat(client.end("X", "1", "Host", "b", "Y", "2").seen().text()).isEqualTo("ok");
    assertThat(origin.noted()).isEqualTo("abc x=1 y=2");
    assertThat(origin.noted()).isEqualTo("trailers X");
  }

  @Test
  void interimResponses() throws Exception {
    AnyClient client =
        through(
            HERE,
            (connection, stream, head) -> {
              connection.headers(stream, false, ":status", "103", "link", "a");
              connection.headers(stream, false, ":status", "102");
              RawHttp2Origin.answer(connection, stream, "ok");
            });
    Seen seen = client.begin("GET", true).seen();
    assertThat(seen.interim()).containsExactly("103 link: a", "102");
    assertThat(seen.text()).isEqualTo("ok");
  }

  @Test
  void the100OfTheOrigin() throws Exception {
    AnyClient client =
        through(
            TO_ORIGIN,
            (connection, stream, head) -> {
              origin.note(head.get("expect"));
              connection.headers(stream, false, ":status", "100");
              readAll(connection);
              RawHttp2Origin.answer(connection, stream, "ok");
            });
    client.begin("POST", false, "Expect", "100-continue");
    assertThat(client.section()).isEqualTo("100");
    assertThat(client.data("abc").end().seen().text()).isEqualTo("ok");
    assertThat(origin.noted()).isEqualTo("100-continue");
    assertThat(origin.noted()).isEqualTo("abc");
  }

  @Test
  void aFinalStatusInsteadOfIt() throws Exception {
    AnyClient client =
        through(
            TO_ORIGIN,
            (connection, stream, head) -> {
              connection.headers(stream, true, ":status", "417");
              connection.next(RST_STREAM);
              origin.note("given up");
            });
    Seen seen = client.begin("POST", false, "Expect", "100-continue").seen();
    assertThat(seen.interim()).isEmpty();
    assertThat(seen.status()).isEqualTo(417);
    assertThat(origin.noted()).isEqualTo("given up");
  }
}
