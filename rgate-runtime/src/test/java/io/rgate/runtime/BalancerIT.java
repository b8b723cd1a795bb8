package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.measure.NoStats;
import io.rgate.spi.Balancer;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is chosen, by whom, and what a balancer that fails costs. */
class BalancerIT extends GatewayRig {
  private static final String ONE = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none";
  private static final String TWO = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo";

  private final LogLines log = new LogLines();

  @AfterEach
  void closeLog() {
    log.close();
  }

  /** Always chooses the endpoint that this order has first. */
  private static Balancer first(Comparator<Endpoint> order) {
    return endpoints -> {
      Endpoint first = endpoints.stream().min(order).orElseThrow();
      return request -> first;
    };
  }

  @Test
  void aGivenBalancerChoosesForBackendsThatNameNone() throws Exception {
    RawOrigin one = answering(ONE);
    RawOrigin two = answering(TWO);
    gateway(
        builder(Forwarding.DEFAULT, one, two)
            .balancer(first(Comparator.comparing(e -> !e.id().equals(two.url())))));

    for (int i = 0; i < 10; i++) {
      assertThat(ask(LAST_GET).text()).isEqualTo("two");
    }
  }

  @Test
  void anotherAttemptIsChosenAmongTheEndpointsThatWereNotTried() throws Exception {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    String nobody;
    try (ServerSocket taken = new ServerSocket(0)) {
      nobody = "http://127.0.0.1:" + taken.getLocalPort();
    }
    Balancer deadFirst = first(Comparator.comparing(e -> !e.id().equals(nobody)));
    gateway(
        builder(Forwarding.DEFAULT, answering(ONE))
            .endpoint(nobody, Map.of("all", ""))
            .balancer(endpoints -> {
              sizes.add(endpoints.size());
              return deadFirst.chooser(endpoints);
            }));

    assertThat(ask(LAST_GET).text()).isEqualTo("one");
    assertThat(sizes).containsExactly(2, 1);
  }

  @Test
  void whereABalancerFailsChanceChoosesAndItIsNamedOnce() throws Exception {
    List<Balancer> bad = new ArrayList<>();
    bad.add(endpoints -> {
      throw new IllegalStateException("no chooser");
    });
    bad.add(endpoints -> null);
    bad.add(endpoints -> request -> null);
    for (Balancer balancer : bad) {
      try (RawOrigin origin = RawOrigin.answering(ONE);
          Gateway gateway = builder(Forwarding.DEFAULT, origin).balancer(balancer).start();
          Wire client = Wire.to(gateway.port())) {
        assertThat(client.send(LAST_GET).response().text()).isEqualTo("one");
      }
    }
    assertThat(log.all().stream().filter(line -> line.contains("balancer ")).toList())
        .hasSize(3)
        .allMatch(line -> line.startsWith("WARNING") && line.contains(BalancerIT.class.getName()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nope | rgate.yml:2:52: backends[0].balance: no plug-in 'nope' for balance; known here: hash, latency, least_requests, pure_random, random, round_robin",
        "{type: random, sede: 1} | rgate.yml:2:73: backends[0].balance.sede: unknown key; did you mean 'seed'?",
        "{type: round_robin, seed: 1} | rgate.yml:2:78: backends[0].balance.seed: unknown key; known here: type",
        "{type: pure_random, seed: x} | rgate.yml:2:78: backends[0].balance.seed: must be a whole number from -2147483648 to 2147483647, was 'x'",
        "{type: hash, by: header} | rgate.yml:2:69: backends[0].balance.by: must be client, path, field:NAME, cookie:NAME or query:NAME, was 'header'; such as field:X-User",
      })
  void whatIsWrongWithABalancerIsToldWithItsPlace(String balance, String message) {
    ConfigFile file =
        ConfigFile.parse(
            "rgate.yml",
            "routes: []\nbackends: [{name: b, match_labels: [app], balance: " + balance + "}]\n");

    assertThatThrownBy(() ->
            Gateway.builder()
                .config(file)
                .endpoint("http://127.0.0.1:1", Map.of())
                .stats(NoStats.INSTANCE)
                .start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(message);
  }

  @Test
  void aSeedIsGivenInJavaToo() throws Exception {
    RawOrigin one = answering(ONE);
    RawOrigin two = answering(TWO);
    Backend seeded = ALL.withBalance(new Plugin("random", Map.of("seed", 42)));
    List<List<String>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (Gateway gateway = builder(seeded, Forwarding.DEFAULT, one, two).start()) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          try (Wire client = Wire.to(gateway.port())) {
            texts.add(client.send(LAST_GET).response().text());
          }
        }
        runs.add(texts);
      }
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains("one", "two");
  }
}
