package io.rgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Request;
import io.rgate.api.Route;
import io.rgate.spi.RouteTable;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link RouteTable}, as tests, for tables that match by any criterion. */
public abstract class RouteTableContract {
  private static final int MANY = 10_000;

  /** For subclasses. */
  protected RouteTableContract() {}

  /** Makes a table of the tested kind. */
  protected abstract RouteTable create(List<Route> routes) throws Exception;

  /** A request that {@code route} matches; by default a GET of exactly its prefix. */
  protected Request requestFor(Route route) {
    return get(route.pathPrefix());
  }

  /** A GET of that raw path. */
  protected static Request get(String path) {
    return Request.builder("GET", path).build();
  }

  private static List<Route> routes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Route("/api/service-" + i + "/", "backend-" + i % 7))
        .toList();
  }

  @Test
  void withoutRoutesNothingMatches() throws Exception {
    assertThat(create(List.of()).match(get("/"))).isEmpty();
  }

  @Test
  void eachRouteIsFoundAsItWasGiven() throws Exception {
    List<Route> routes = routes(100);
    RouteTable table = create(routes);

    for (Route route : routes) {
      assertThat(table.match(requestFor(route))).contains(route);
    }
  }

  @Test
  void theAnswerDoesNotChange() throws Exception {
    List<Route> routes = routes(10);
    RouteTable table = create(routes);
    Request request = requestFor(routes.get(3));

    for (int i = 0; i < 1_000; i++) {
      assertThat(table.match(request)).contains(routes.get(3));
    }
  }

  @Test
  void manyThreadsGetTheSameAnswersAtOnce() throws Exception {
    List<Route> routes = routes(100);
    RouteTable table = create(routes);

    Threads.run(
        64,
        Duration.ofSeconds(20),
        thread -> {
          for (Route route : routes) {
            assertThat(table.match(requestFor(route))).contains(route);
          }
        });
  }

  @Test
  void theContentOfARequestIsNotTouched() throws Exception {
    List<Route> routes = routes(1);
    Body content = Body.of("to be read by the forwarder");

    assertThat(create(routes).match(requestFor(routes.getFirst()).withBody(content)))
        .contains(routes.getFirst());
    assertThat(content.stream()).hasContent("to be read by the forwarder");
  }

  @Test
  void tenThousandRoutesAreNoBurden() throws Exception {
    List<Route> routes = routes(MANY);
    RouteTable table = create(routes);
    long start = System.nanoTime();

    for (Route route : routes) {
      assertThat(table.match(requestFor(route)).orElseThrow()).isSameAs(route);
    }

    // A table that checks each route for each request takes a hundred times as long.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
