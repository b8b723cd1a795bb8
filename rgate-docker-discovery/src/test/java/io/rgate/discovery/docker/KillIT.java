package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.runtime.Gateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three containers, one of which is killed and started again each second, under load. It goes on
 * for {@code -Drgate.kill.seconds}.
 */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class KillIT {
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("rgate.kill.seconds", 5));

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int CONTAINERS = 3;
  private static final String LABEL = "killed=" + ProcessHandle.current().pid();

  private final Heard heard = new Heard();

  @ParameterizedTest
  @EnumSource(names = {"CONTAINER", "PUBLISHED"})
  void noGetFails(DockerDiscovery.Address address) throws Exception {
    try (ContainerCli docker = ContainerCli.docker("KillIT");
        Gateway gateway =
            Gateways.builder(DockerDiscovery.builder().address(address).build(), heard)
                .route("/who", "payment")
                .backend("payment", LABEL)
                .start()) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < CONTAINERS; i++) {
        ids.add(docker.run("-p=127.0.0.1::80", "--label=" + LABEL));
        heard.await(ids.get(i));
      }
      Thread.sleep(EVERY); // until they listen
      Load load = Load.ofGets(gateway, 4);
      int kills = 0;
      try (load) {
        long start = System.nanoTime();
        for (long at = 0; at < LENGTH.toNanos(); at += EVERY.toNanos()) {
          Thread.sleep(Duration.ofNanos(Math.max(0, start + at - System.nanoTime())));
          String id = ids.get(kills % CONTAINERS);
          docker.execute("kill", id);
          docker.execute("start", id);
          kills++;
        }
        Thread.sleep(EVERY);
      }
      System.out.printf(
          "figures: %s addresses: %d kills in %d s, %d requests, %d failed%n",
          address, kills, LENGTH.toSeconds(), load.count(), load.failures().size());
      assertThat(load.failures()).isEmpty();
      assertThat(load.answers()).as("all of them serve").hasSize(CONTAINERS);
    }
  }
}
