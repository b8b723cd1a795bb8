package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** slowhttptest in its modes of slow head, slow body and slow read, while others are served. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class SlowHttpTestIT extends GatewayRig {

  @ParameterizedTest
  @CsvSource({
    "slow head, -H -i 1 -x 10",
    "slow body, -B -i 1 -x 10 -s 100000",
    "slow read, -X -n 1 -w 10 -y 20 -z 5 -k 3"
  })
  void othersAreServedAllTheWhile(String mode, String options) throws Exception {
    String program = Programs.required("slowhttptest");
    String large = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000);
    RawOrigin origin =
        origin((wire, self) -> {
          for (String head = wire.head(); head != null; head = wire.head()) {
            wire.send(head.contains("/large") ? large : OK);
          }
        });
    Gateway gateway = gateway(Forwarding.DEFAULT, origin);
    String url = "http://127.0.0.1:" + gateway.port() + "/large";
    String command = program + " -c 300 -r 150 -l 5 -u " + url + " " + options;
    CompletableFuture<String> attack = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            attack.complete(Programs.run(command.split(" ")));
          } catch (Exception e) {
            attack.completeExceptionally(e);
          }
        });
    int served = 0;
    Duration slowest = Duration.ZERO;
    while (!attack.isDone()) {
      long start = System.nanoTime();
      assertThat(ask(LAST_GET).status()).isEqualTo(200);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      served++;
      Thread.sleep(5); // so that this client is one among others and not an attack of its own
    }
    assertThat(attack.get()).as(mode).contains("slowhttptest version");
    System.out.println(mode + ": " + served + " others served, the slowest in " + slowest);
    assertThat(served).isGreaterThan(50);
    assertThat(slowest).isLessThan(Duration.ofSeconds(5));
  }
}
