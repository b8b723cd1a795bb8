package io.rgate.benchmarks;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.LabelMatch;
import io.rgate.api.Peer;
import io.rgate.api.Request;
import io.rgate.api.Route;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.exchange.HopByHop;
import io.rgate.runtime.forward.ForwardedHeaders;
import io.rgate.runtime.route.LiveSnapshot;
import io.rgate.runtime.route.PrefixRouteTable;
import io.rgate.spi.Discovered;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request passes between its head and its origin, each part for itself. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PartsBenchmark {

  /** How many routes, and as many endpoints of one backend. */
  @Param({"10", "1000", "10000"})
  private int size;

  private final ForwardedHeaders headers = new ForwardedHeaders();
  private LiveSnapshot live = snapshot(1, List.of());
  private Request request = request("/");
  private Endpoint endpoint = endpoint(0);
  private Fields answer = Fields.EMPTY;
  private List<Endpoint> all = List.of();

  /** Makes the tables. */
  @Setup
  public void prepare() {
    all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(endpoint(i));
    }
    live = snapshot(size, all);
    request = request("/service-" + size / 2 + "/api/orders/42");
    endpoint = all.getFirst();
    answer =
        Fields.of(
            "Server",
            "nginx",
            "Date",
            "Tue, 24 Nov 2026 20:00:00 GMT",
            "Content-Type",
            "application/json",
            "Content-Length",
            "104",
            "Connection",
            "keep-alive",
            "Cache-Control",
            "no-store");
  }

  private static LiveSnapshot snapshot(int size, List<Endpoint> endpoints) {
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      routes.add(new Route("/service-" + i + "/api", "b"));
    }
    Backend backend = new Backend("b", List.of(new LabelMatch("app", "x")));
    LiveSnapshot made =
        new LiveSnapshot(
            new GatewayConfig(routes, List.of(backend), DefaultResponse.NOT_FOUND),
            PrefixRouteTable::new);
    made.report(Discovered.of(endpoints));
    return made;
  }

  private static Endpoint endpoint(int number) {
    URI uri = URI.create("http://127.0." + number / 250 + "." + (1 + number % 250) + ":80");
    return new Endpoint(uri.toString(), uri, Map.of("app", "x", "env", "production"));
  }

  private static Request request(String path) {
    Fields fields =
        Fields.of(
            "Host",
            "shop.example",
            "User-Agent",
            "curl/8",
            "Accept",
            "*/*",
            "Accept-Encoding",
            "gzip",
            "Cookie",
            "session=0123456789",
            "Connection",
            "keep-alive",
            "Authorization",
            "Bearer 0123456789",
            "X-Request-Id",
            "0123456789abcdef");
    InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
    return Request.builder("GET", path).fields(fields).peer(new Peer(client, client)).build();
  }

  /** Finds the route. */
  @Benchmark
  public Optional<Route> match() {
    return live.current().routes().match(request);
  }

  /** Chooses an endpoint. */
  @Benchmark
  public @Nullable Pick pick() {
    return live.current().pool("b").pick(request, true, List.of());
  }

  /** The fields for the origin, of eight that came. */
  @Benchmark
  public Fields fieldsToOrigin() {
    return headers.toOrigin(request, endpoint, Forwarding.DEFAULT);
  }

  /** The fields for the client, of six that came. */
  @Benchmark
  public Fields fieldsToClient() {
    return HopByHop.without(answer);
  }

  /** A new snapshot, as one endpoint comes or goes. */
  @Benchmark
  public Object snapshot() {
    live.report(Discovered.of(all.subList(0, all.size() - 1)));
    live.report(Discovered.of(all));
    return live.current();
  }
}
