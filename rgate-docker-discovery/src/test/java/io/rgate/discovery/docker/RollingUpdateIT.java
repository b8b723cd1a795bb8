package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.runtime.Gateway;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Containers that are replaced one by one under load, by some that listen two seconds late; {@code
 * -Drgate.rolling.replaced} says how many.
 */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class RollingUpdateIT {
  private static final int REPLICAS = 3;
  private static final int REPLACED = Integer.getInteger("rgate.rolling.replaced", 2);

  /** Longer than an application needs until it listens. */
  private static final long PAUSE = 3_000;

  private static final String LABEL = "rolling=" + ProcessHandle.current().pid();

  private final Heard heard = new Heard();

  @ParameterizedTest
  @EnumSource(names = {"CONTAINER", "PUBLISHED"})
  void applicationThatListensLateCostsNoRequest(DockerDiscovery.Address address) throws Exception {
    try (ContainerCli docker = ContainerCli.docker("RollingUpdateIT");
        Gateway gateway =
            Gateways.builder(DockerDiscovery.builder().address(address).build(), heard)
                .route("/who", "payment")
                .route("/cgi-bin", "payment")
                .backend("payment", LABEL)
                .start()) {
      Deque<String> running = new ArrayDeque<>();
      for (int i = 0; i < REPLICAS; i++) {
        running.add(start(docker));
      }
      Thread.sleep(PAUSE);
      Load load = new Load(gateway, 4);
      try (load) {
        for (int i = 0; i < REPLACED; i++) {
          running.add(start(docker));
          Thread.sleep(PAUSE);
          docker.execute("stop", "-t", "1", running.remove());
        }
      }
      System.out.printf(
          "figures: rolling update, %s addresses: %d replaced, %d requests, %d failed%n",
          address, REPLACED, load.count(), load.failures().size());
      assertThat(load.failures()).isEmpty();
      assertThat(load.answers()).as("the new ones serve").hasSize(REPLICAS + REPLACED);
    }
  }

  private String start(ContainerCli docker) throws IOException, InterruptedException {
    String id = docker.runLate("-p=127.0.0.1::80", "--label=" + LABEL);
    heard.await(id);
    return id;
  }
}
