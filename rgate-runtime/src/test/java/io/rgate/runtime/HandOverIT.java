package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Gateways stop and start under load, and no request fails. */
@Tag("measured")
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class HandOverIT extends GatewayRig {
  private static final int ROUNDS = HandOvers.ROUNDS;

  /**
   * Linux resets a connection that comes after the last one was accepted and before the port is
   * closed: docs/operations.md. With a grace, or where Linux migrates connections, none is.
   */
  private static final int MOST_RESETS = ROUNDS / 4;

  /** The clients see by themselves that an address refuses. */
  @Test
  void twentyRestartsOfTwoGatewaysBehindOneList() throws Exception {
    RawOrigin origin = open(HandOvers.origin());
    Gateway[] gateways = {graceful(origin, 0, 0), graceful(origin, 0, 0)};
    List<Integer> ports = List.of(gateways[0].port(), gateways[1].port());
    try (SteadyClients clients = HandOvers.load(new SteadyClients(() -> ports))) {
      for (int i = 0; i < ROUNDS; i++) {
        clients.serve(200);
        gateways[i % 2].close();
        gateways[i % 2] = graceful(origin, ports.get(i % 2), 0);
      }
      clients.finish();
      System.out.println("20 restarts: " + clients);
      assertThat(clients.failures()).isEmpty();
      assertThat(clients.resets()).hasSizeLessThanOrEqualTo(MOST_RESETS);
    } finally {
      gateways[0].close();
      gateways[1].close();
    }
  }

  /** A balancer before the gateways asks for {@code /ready}, and takes one out in its grace. */
  @Test
  void twentyRestartsOfTwoGatewaysWithAGrace() throws Exception {
    RawOrigin origin = open(HandOvers.origin());
    Gateway[] gateways = {graceful(origin, 0, 200), graceful(origin, 0, 200)};
    List<Integer> all = List.of(gateways[0].port(), gateways[1].port());
    List<Integer> ready = new CopyOnWriteArrayList<>(all);
    try (SteadyClients clients = HandOvers.load(new SteadyClients(() -> List.copyOf(ready)))) {
      for (int i = 0; i < ROUNDS; i++) {
        clients.serve(200);
        Gateway stopping = gateways[i % 2];
        Thread stop = Thread.ofPlatform().start(stopping::close);
        eventually("it is not ready", stopping.inFlight()::draining);
        ready.remove(all.get(i % 2));
        stop.join();
        gateways[i % 2] = graceful(origin, all.get(i % 2), 200);
        ready.add(all.get(i % 2));
      }
      clients.finish();
      System.out.println("20 restarts with a grace: " + clients);
      assertThat(clients.failures()).isEmpty();
      assertThat(clients.resets()).isEmpty();
    } finally {
      gateways[0].close();
      gateways[1].close();
    }
  }

  private Gateway graceful(RawOrigin origin, int port, int graceMillis) {
    return builder(Forwarding.DEFAULT, origin)
        .port(port)
        .shutdown(Duration.ofMillis(graceMillis), Duration.ofSeconds(10))
        .start();
  }

  @Test
  void twentyHandOversOnOnePort() throws Exception {
    String unshare = Programs.required("unshare");
    String said = Programs.run(HandOvers.command(unshare));
    System.out.println(said);
    assertThat(said).containsPattern("20 hand-overs: [\\d,]+ requests, .*, 0 failed, 0 reset");
  }
}
