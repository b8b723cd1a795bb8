package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Backend;
import io.rgate.api.GatewayConfig;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.runtime.MadeFilters.Made;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which filters of routes and backends a reload keeps, makes and closes. */
class FilterReloadIT extends RouteFilterRig {
  private static final Plugin KEPT = MadeFilters.plugin("kept");

  private final MadeFilters provider = new MadeFilters();

  @AfterEach
  void closeProvider() {
    provider.close();
  }

  private static Route with(Plugin... filters) {
    return new Route("/", "all").withFilters(List.of(filters));
  }

  private static Made made(String label) {
    return MadeFilters.all().stream().filter(each -> each.label.equals(label)).findFirst().get();
  }

  @Test
  void anUnchangedOneIsKeptAndOthersAreMadeAndClosed() throws Exception {
    Backend backend = ALL.withFilters(List.of(MadeFilters.plugin("of the backend")));
    Gateway gateway =
        gateway(builder(config(backend, with(KEPT, MadeFilters.plugin("old"))), answering(OK)));
    assertThat(ask(get("/")).all("X-Made")).containsExactly("kept");

    provider.close(); // a reload may come by a thread that does not see plug-ins
    gateway.reload(config(backend, with(MadeFilters.plugin("new"), KEPT)));

    assertThat(ask(get("/")).all("X-Made")).containsExactly("new");
    assertThat(MadeFilters.all())
        .extracting(each -> each.label)
        .containsExactly("kept", "old", "of the backend", "new");
    eventually("the old one is closed", () -> made("old").closed() == 1);
    assertThat(made("kept").closed()).isZero();
    assertThat(made("of the backend").closed()).isZero();

    gateway.reload(config(ALL, with()));

    assertThat(ask(get("/")).all("X-Made")).isEmpty();
    eventually("all are closed", () -> MadeFilters.all().stream().allMatch(m -> m.closed() == 1));
  }

  @Test
  void ifOneCannotBeMadeTheOldOnesStayAndNewOnesAreClosed() throws Exception {
    Gateway gateway = gateway(builder(config(ALL, with(KEPT)), answering(OK)));

    assertThatThrownBy(() ->
            gateway.reload(
                config(ALL, with(MadeFilters.plugin("new"), KEPT, MadeFilters.plugin("bad")))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("routes[0].filters[2].label: must not be bad");
    assertThatThrownBy(() ->
            gateway.reload(
                config(ALL.withBalance("nope"), with(MadeFilters.plugin("new too"), KEPT))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("backends[0].balance: no plug-in 'nope'");

    assertThat(ask(get("/")).all("X-Made")).containsExactly("kept");
    eventually("the new ones are closed", () -> made("new").closed() == 1);
    eventually("the new ones are closed", () -> made("new too").closed() == 1);
    assertThat(made("kept").closed()).isZero();
  }

  @Test
  void oneThatARequestUsesIsClosedWhenTheRequestIsOver() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
          end.await();
          wire.send("0\r\n\r\n");
        });
    Gateway gateway = gateway(builder(config(ALL, with(MadeFilters.plugin("used"))), origin));
    Wire client = client().send(LAST_GET);
    assertThat(client.head()).contains("X-Made: used");

    gateway.reload(config(ALL, with(MadeFilters.plugin("unused"))));
    gateway.reload(config(ALL, with()));

    eventually("one without requests is closed", () -> made("unused").closed() == 1);
    assertThat(made("used").closed()).isZero();
    end.countDown();
    assertThat(client.rest()).contains("hello");
    eventually("the other one is closed", () -> made("used").closed() == 1);
  }

  @Test
  void theGatewayClosesWhatProvidersMadeAndNotWhatWasGiven() throws Exception {
    Made given = new Made("given");
    Route route = new Route("/", "all").withFilters(List.of(KEPT, Plugin.of("mine")));
    Gateway gateway = builder(config(ALL, route), answering(OK)).filter("mine", given).start();

    gateway.close();

    assertThat(made("kept").closed()).isEqualTo(1);
    assertThat(given.closed()).isZero();
  }

  /** Asks so often on one connection, and tells what was wrong. */
  private void ask(int times, Queue<String> wrong) {
    try (Wire wire = connect()) {
      for (int i = 0; i < times; i++) {
        Message answer = wire.send(GET).response();
        if (answer.status() != 200 || !answer.has("X-Counted") || !answer.has("X-Made")) {
          wrong.add(answer.toString());
        }
      }
    } catch (IOException e) {
      wrong.add(e.toString());
    }
  }

  @Test
  void aThousandRequestsDuringFiftyReloadsAllSucceed() throws Exception {
    AtomicInteger through = new AtomicInteger();
    Plugin counting = Plugin.of("counting");
    Gateway gateway =
        gateway(
            builder(config(ALL, with(KEPT, counting)), answering(OK))
                .filter(
                    "counting",
                    (request, next) -> {
                      through.incrementAndGet();
                      Response response = next.handle(request);
                      return response.withFields(response.fields().with("X-Counted", "yes"));
                    }));
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(Thread.ofVirtual().start(() -> ask(250, wrong)));
    }
    for (int i = 0; i < 50; i++) {
      GatewayConfig next = config(ALL, with(MadeFilters.plugin("n" + i), KEPT, counting));
      gateway.reload(next);
    }
    for (Thread client : clients) {
      client.join();
    }

    assertThat(wrong).isEmpty();
    assertThat(through).hasValue(1_000);
    assertThat(MadeFilters.all()).hasSize(51); // one of them is kept by all
    assertThat(made("kept").closed()).isZero();
    assertThat(made("n49").closed()).isZero();
    eventually(
        "those between are closed once",
        () ->
            MadeFilters.all().stream()
                .filter(each -> !each.label.equals("kept") && !each.label.equals("n49"))
                .allMatch(each -> each.closed() == 1));
  }
}
