package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Fields;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.Route.Fault;
import io.rgate.api.StatusException;
import io.rgate.api.Timeouts;
import io.rgate.runtime.AnyClient.Seen;
import io.rgate.runtime.AnyClient.Speaks;
import io.rgate.runtime.discovery.StaticDiscovery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a gRPC client gets where the gateway itself answers. */
@ParameterizedClass
@EnumSource(Speaks.class)
class GrpcAnswerIT extends GatewayRig {
  private static final String[] GRPC = {"Content-Type", "application/grpc", "TE", "trailers"};

  @Parameter Speaks speaks;

  private final Recording samples = new Recording();

  private Seen ask(Gateway.Builder builder, String... fields) throws Exception {
    int port = gateway(builder.stats(samples)).port();
    AnyClient client = open(AnyClient.to(port, speaks));
    return client.begin("POST", false, fields.length == 0 ? GRPC : fields).end().seen();
  }

  private void requireGrpc(Seen seen, int status, int code) throws Exception {
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.fields().all("Content-Type")).containsExactly("application/grpc");
    assertThat(seen.fields().all("grpc-status")).containsExactly(String.valueOf(code));
    assertThat(seen.fields().get("grpc-message"))
        .isEqualTo((status + " " + Response.reason(status)).strip());
    assertThat(seen.text()).isEmpty();
    assertThat(seen.trailers()).as("there are trailers only, so they are the head").isEmpty();
    assertThat(seen.whole()).isTrue();
    assertThat(samples.next().status()).as("what is measured").isEqualTo(status);
  }

  private Gateway.Builder behind(Filter filter) {
    return builder(Forwarding.DEFAULT).discovery(new StaticDiscovery(List.of())).filter(filter);
  }

  private Gateway.Builder of(GatewayConfig config) {
    return Gateway.builder()
        .config(config)
        .front(kind().front())
        .upstream(kind().upstream())
        .host("127.0.0.1")
        .port(0);
  }

  @ParameterizedTest
  @CsvSource({"429, 8", "403, 7"})
  void aFiltersStatus(int status, int code) throws Exception {
    Seen thrown =
        ask(
            behind((request, next) -> {
              throw new StatusException(status, "on purpose");
            }));
    requireGrpc(thrown, status, code);
    closeAll();
    Seen answered =
        ask(
            behind((request, next) -> {
              Fields fields = Fields.of("Content-Type", "text/plain", "Retry-After", "7");
              return Response.of(status, fields, Body.of("no"));
            }));
    requireGrpc(answered, status, code);
    assertThat(answered.fields().get("Retry-After")).isEqualTo("7");
  }

  @Test
  void aFilterThatFails() throws Exception {
    Seen seen =
        ask(
            behind((request, next) -> {
              throw new IOException("on purpose");
            }));
    requireGrpc(seen, 500, 13);
  }

  @Test
  void noEndpoint() throws Exception {
    requireGrpc(
        ask(builder(Forwarding.DEFAULT).discovery(new StaticDiscovery(List.of()))), 503, 14);
  }

  @Test
  void anOriginThatIsNotThere() throws Exception {
    RawOrigin origin = answering(OK);
    origin.close();
    requireGrpc(ask(builder(Forwarding.DEFAULT, origin)), 503, 14);
  }

  @Test
  void anOriginThatDoesNotAnswer() throws Exception {
    Timeouts soon = Timeouts.DEFAULT.withResponseHead(Duration.ofMillis(200));
    RawOrigin origin = origin((wire, self) -> wire.rest());
    requireGrpc(ask(builder(Forwarding.DEFAULT.withTimeouts(soon), origin)), 504, 4);
  }

  @Test
  void anOriginThatSpeaksNoHttp() throws Exception {
    requireGrpc(ask(builder(Forwarding.DEFAULT, answeringOnce("hello\r\n\r\n"))), 502, 14);
  }

  @ParameterizedTest
  @CsvSource({"404", "200", "302"})
  void theDefaultResponse(int status) throws Exception {
    DefaultResponse other = new DefaultResponse(status, "nothing here", "text/plain");
    Gateway.Builder builder = of(new GatewayConfig(List.of(), List.of(), other));
    requireGrpc(ask(builder.discovery(new StaticDiscovery(List.of()))), status, 12);
  }

  @Test
  void aFaultOnPurpose() throws Exception {
    Route route = new Route("/", "all").withFault(new Fault(Duration.ZERO, 503, 100));
    Gateway.Builder builder =
        of(new GatewayConfig(List.of(route), List.of(ALL), DefaultResponse.NOT_FOUND));
    requireGrpc(ask(builder.endpoint(answering(OK).url(), Map.of("all", ""))), 503, 14);
  }

  @Test
  void whatIsRefusedBeforeItIsARequest() throws Exception {
    Seen seen =
        ask(
            builder(Forwarding.DEFAULT, answering(OK)),
            "Content-Type",
            "application/grpc",
            "Host",
            "a b");
    if (speaks == Speaks.HTTP1) {
      assertThat(seen.fields().get("Connection")).isEqualTo("close");
      requireGrpc(seen, 400, 13);
    } else {
      assertThat(seen.whole()).as("the front resets it by itself").isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/grpc, true", "application/grpc+proto, true", "Application/GRPC+json, true",
    "application/grpc;v=1, true", "application/grpc-web, false",
        "application/grpc-web+proto, false",
    "application/json, false", "application/grpcx, false"
  })
  void onlyGrpcItself(String type, boolean grpc) throws Exception {
    Seen seen =
        ask(
            behind((request, next) -> {
              throw new StatusException(503, "on purpose");
            }),
            "Content-Type",
            type);
    if (grpc) {
      requireGrpc(seen, 503, 14);
    } else {
      assertThat(seen.status()).isEqualTo(503);
      assertThat(seen.fields().contains("grpc-status")).isFalse();
    }
  }

  @Test
  void anOriginsAnswerStaysAsItIs() throws Exception {
    Seen seen =
        ask(
            builder(
                Forwarding.DEFAULT,
                answering(
                    "HTTP/1.1 503 X\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno")));
    assertThat(seen.status()).isEqualTo(503);
    assertThat(seen.text()).isEqualTo("no");
  }

  @Test
  void anOriginsTrailersOnlyAndTrailersGoThrough() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n";
    RawOrigin trailersOnly = answering(head + "grpc-status: 5\r\nContent-Length: 0\r\n\r\n");
    Seen first = ask(builder(Forwarding.DEFAULT, trailersOnly));
    assertThat(first.fields().get("grpc-status")).isEqualTo("5");
    assertThat(trailersOnly.request().all("TE")).containsExactly("trailers");
    closeAll();
    RawOrigin trailers =
        answering(
            head
                + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\ngrpc-status: 0\r\n"
                + "grpc-message: fine\r\n\r\n");
    Seen second = ask(builder(Forwarding.DEFAULT, trailers));
    assertThat(second.text()).isEqualTo("ok");
    assertThat(second.trailers()).isEqualTo("grpc-status: 0; grpc-message: fine");
  }

  @Test
  void aFiltersOwnGrpcAnswerStaysAsItIs() throws Exception {
    Seen seen =
        ask(
            behind((request, next) ->
                Response.of(
                    200,
                    Fields.of("Content-Type", "application/grpc", "grpc-status", "3"),
                    Body.EMPTY)));
    assertThat(seen.fields().all("grpc-status")).containsExactly("3");
  }
}
