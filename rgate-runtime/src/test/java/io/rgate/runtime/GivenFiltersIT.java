package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.api.Route;
import io.rgate.api.Route.Fault;
import io.rgate.config.ConfigFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may refer to a filter that was given by name. */
class GivenFiltersIT extends RouteFilterRig {
  private final LogLines log = new LogLines();
  private final Recording samples = new Recording();

  @AfterEach
  void closeLog() {
    log.close();
  }

  @Test
  void aTableMayAnswerWithRoutesOfItsOwnThatNameGivenFilters() throws Exception {
    Route known = route("/known", "mark");
    Fault fault = new Fault(Duration.ZERO, 418, 100);
    Map<String, Route> routes =
        Map.of(
            "/known", known.withForwarding(Forwarding.DEFAULT.withMaxRequestBody(7)),
            "/own", route("/own", "mark", "tell"),
            "/fault", route("/fault").withFault(fault),
            "/made", route("/made", "nobody"));
    gateway(
        builder(config(ALL.withFilters(plugins("last")), known), answering(OK))
            .routing(request -> Optional.ofNullable(routes.get(request.path())))
            .filter("mark", marking("X-Mark", "yes"))
            .filter("tell", marking("X-Told", "yes"))
            .filter("last", marking("X-Last", "yes"))
            .stats(samples));

    for (String path : new String[] {"/known", "/own"}) {
      Message answer = ask(get(path));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.first("X-Mark")).isEqualTo("yes");
      assertThat(answer.first("X-Last")).isEqualTo("yes");
      assertThat(samples.next().attempts().route()).isEqualTo(path);
    }
    assertThat(ask(get("/own")).first("X-Told")).isEqualTo("yes");
    assertThat(ask(get("/known")).first("X-Told")).isEmpty();
    assertThat(ask(get("/fault")).status()).isEqualTo(418);
    // A request must not pass without a filter that its route names.
    assertThat(ask(get("/made")).status()).isEqualTo(500);
    assertThat(log.all())
        .anyMatch(
            line -> line.contains("route /made of the table of routes names a filter nobody"));
  }

  @Test
  void aGivenFilterMayStandInTheFilesListToo() throws Exception {
    List<String> order = new ArrayList<>();
    gateway(
        builder(Forwarding.DEFAULT, answering(OK))
            .config(
                ConfigFile.parse(
                    "rgate.yml",
                    """
                    routes: []
                    backends: []
                    filters: [{type: mine}]
                    """))
            .filter(
                "mine",
                (request, next) -> {
                  order.add("file");
                  return next.handle(request);
                })
            .filter((request, next) -> {
              order.add("builder");
              return next.handle(request);
            }));

    assertThat(ask(get("/")).text()).isEqualTo("ok");
    assertThat(order).containsExactly("file", "builder");
  }
}
