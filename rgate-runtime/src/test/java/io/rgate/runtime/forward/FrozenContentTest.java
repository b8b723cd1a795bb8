package io.rgate.runtime.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.LabelMatch;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.runtime.balance.EndpointStates;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balancer.RoundRobinProvider;
import io.rgate.runtime.exchange.Gauge;
import io.rgate.runtime.limit.Gates;
import io.rgate.spi.Settings;
import io.rgate.transport.Upstream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether an endpoint whose answer does not go on gets further requests. */
class FrozenContentTest {
  private static final Request GET = Request.builder("GET", "/").build();

  private final PipedOutputStream rest = new PipedOutputStream();
  private final PipedInputStream content;
  private final Pool pool;

  FrozenContentTest() throws Exception {
    content = new PipedInputStream(rest);
    List<Endpoint> endpoints =
        Stream.of("a", "b")
            .map(id -> new Endpoint(id, URI.create("http://" + id), Map.of()))
            .toList();
    pool =
        Pool.of(
            endpoints,
            Pool.Rules.of(
                new Backend("b", List.of(LabelMatch.parse("b"))),
                new RoundRobinProvider().create(Settings.of(Map.of())),
                null),
            new Pool.Shared(new EndpointStates()));
  }

  /** Answers with the head only. */
  private Response begin(long length) throws Exception {
    Upstream upstream =
        new Upstream() {
          @Override
          public OriginAnswer send(Endpoint endpoint, Request request, SendOptions options) {
            return new OriginAnswer(200, Fields.EMPTY, new Body(content, length));
          }

          @Override
          public void close() {}
        };
    return new Forwarder(upstream, new Gates())
        .forward(GET, new Route("/", "b"), pool, new Gauge());
  }

  /** How many of ten requests would go to the endpoint that has answered. */
  private long picked() {
    return Stream.generate(() -> pool.pick(GET, true, List.of()))
        .limit(10)
        .map(Pick::endpoint)
        .filter(endpoint -> endpoint.id().equals("a"))
        .count();
  }

  @Test
  void contentOfDeclaredLengthThatDoesNotComeKeepsRequestsAway() throws Exception {
    rest.write('h'); // the head of an answer goes on with the first byte
    Response response = begin(5);
    FutureTask<byte[]> reading = new FutureTask<>(() -> response.body().stream().readNBytes(5));
    Thread.ofPlatform().start(reading);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (picked() > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
    rest.write("ello".getBytes(StandardCharsets.US_ASCII));
    rest.flush();
    assertThat(reading.get(30, TimeUnit.SECONDS)).asString().isEqualTo("hello");
    assertThat(picked()).isEqualTo(5);
    assertThat(pool.inFlight()).isZero();
  }

  @Test
  void contentWithoutLengthMayPause() throws Exception {
    Response response = begin(Body.UNKNOWN);
    FutureTask<byte[]> reading = new FutureTask<>(() -> response.body().stream().readAllBytes());
    Thread.ofPlatform().start(reading);
    Thread.sleep(400);
    assertThat(picked()).isEqualTo(5);
    rest.close();
    assertThat(reading.get(30, TimeUnit.SECONDS)).isEmpty();
  }
}
