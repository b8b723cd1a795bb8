package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import io.rgate.runtime.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Containers that come and go at random, under load: a hundred of them, or for a minute. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class ChurnIT {
  private static final int CONTAINERS = 100;
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int WORKERS = 3;

  /** Only this test's. */
  private static final String RUN = "run=" + ProcessHandle.current().pid();

  private static final List<String> LABELLED =
      List.of("--label=app_name=payment", "--label=" + RUN);

  /** One label too few, the wrong value, none. */
  private static final List<List<String>> OTHERS =
      List.of(
          List.of("--label=" + RUN),
          List.of("--label=" + RUN, "--label=app_name=orders"),
          List.of("--label=app_name=payment"),
          List.of());

  private final Heard heard = new Heard();
  private final Set<String> labelled = ConcurrentHashMap.newKeySet();
  private final List<long[]> deaths = new CopyOnWriteArrayList<>();
  private final AtomicInteger started = new AtomicInteger();

  @Test
  void nobodyElseAnswersAndNothingFailsButWhereContainerDies() throws Exception {
    try (ContainerCli docker = ContainerCli.docker("ChurnIT");
        Gateway gateway =
            Gateways.builder(DockerDiscovery.builder().build(), heard)
                .route("/who", "payment")
                .route("/cgi-bin", "payment")
                .backend("payment", "app_name=payment", RUN)
                .start()) {
      // It lives through it all.
      String anchor = run(docker, LABELLED);
      Traffic.who(heard.await(anchor));
      Load load = new Load(gateway, 4);
      try (load) {
        churn(docker);
        assertThat(ids(heard.endpoints())).isNotEmpty();
        Duration lag = untilTheListIsThatOf(docker);
        System.out.printf(
            "figures: %d containers, %d deaths, %d requests, %d failed, list right after %d ms%n",
            started.get(), deaths.size(), load.count(), load.failures().size(), lag.toMillis());
      }
      assertThat(load.answers().keySet()).isSubsetOf(labelled);
      assertThat(load.answers()).containsKey(anchor.substring(0, 12));
      assertThat(load.answers().size()).as("not only the anchor answers").isGreaterThan(5);
      // Only what a container was at work on when it died: a POST, which nobody may send twice, or
      // an answer that had begun.
      assertThat(load.failures())
          .allMatch(this::isAtDeath)
          .noneMatch(failure -> failure.what().startsWith("GET: Answer[status=5"));
      assertThat(heard.choice(anchor)).startsWith("its own, on the network ");
    }
  }

  /** What docker ps says may be out of date for a moment, too: it is asked again. */
  private Duration untilTheListIsThatOf(ContainerCli docker)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Duration lag = Duration.ZERO;
    while (!ids(heard.endpoints()).equals(living(docker))) {
      lag = Duration.ofNanos(System.nanoTime() - start);
      assertThat(lag).as("until the list is that of docker ps").isLessThan(Duration.ofSeconds(1));
      Thread.sleep(20);
    }
    return lag;
  }

  private void churn(ContainerCli docker) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    List<String> failures = new CopyOnWriteArrayList<>();
    List<Thread> workers =
        IntStream.range(0, WORKERS)
            .mapToObj(seed ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        work(docker, seed, end);
                      } catch (IOException | InterruptedException e) {
                        failures.add(e.toString());
                      }
                    }))
            .toList();
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(failures).isEmpty();
  }

  private void work(ContainerCli docker, int seed, long end)
      throws IOException, InterruptedException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    while (System.nanoTime() < end && started.get() < CONTAINERS) {
      String id =
          run(docker, random.nextBoolean() ? LABELLED : OTHERS.get(random.nextInt(OTHERS.size())));
      Thread.sleep(random.nextInt(500));
      long start = System.nanoTime();
      switch (random.nextInt(3)) {
        case 0 -> docker.execute("stop", "-t", "1", id);
        case 1 -> docker.execute("kill", id);
        default -> docker.remove(id);
      }
      deaths.add(new long[] {start, System.nanoTime()});
    }
  }

  private String run(ContainerCli docker, List<String> labels) throws IOException {
    List<String> options = new ArrayList<>(labels);
    // Published, so that there is a choice.
    options.add("-p=127.0.0.1::80");
    String id = docker.run(options.toArray(String[]::new));
    if (labels == LABELLED) {
      labelled.add(id.substring(0, 12));
    }
    started.incrementAndGet();
    return id;
  }

  private boolean isAtDeath(Load.Failure failure) {
    return deaths.stream()
        .anyMatch(death -> failure.start() < death[1] && failure.end() > death[0]);
  }

  private static Set<String> living(ContainerCli docker) throws IOException {
    return docker
        .execute("ps", "--no-trunc", "-q", "--filter", "label=" + RUN)
        .lines()
        .collect(Collectors.toSet());
  }

  /** Of this test's; another one may run containers of its own. */
  private static Set<String> ids(List<Endpoint> endpoints) {
    String[] label = RUN.split("=");
    return endpoints.stream()
        .filter(endpoint -> label[1].equals(endpoint.labels().get(label[0])))
        .map(Endpoint::id)
        .collect(Collectors.toSet());
  }
}
