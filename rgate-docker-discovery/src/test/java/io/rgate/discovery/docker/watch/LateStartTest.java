package io.rgate.discovery.docker.watch;

import static io.rgate.discovery.docker.engine.Containers.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.place.Placement;
import io.rgate.discovery.docker.place.Sites;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a container that has just started is reported; each pause ends when the test says so. */
class LateStartTest {
  private final BlockingQueue<List<Placement>> reports = new LinkedBlockingQueue<>();
  private final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
  private final Set<String> listening = ConcurrentHashMap.newKeySet();
  private final SynchronousQueue<String> pauses = new SynchronousQueue<>();

  private final LateStart lateStart =
      new LateStart(
          new EngineWatch.Reports() {
            @Override
            public void onPlacements(List<Placement> placements) {
              reports.add(placements);
            }

            @Override
            public void onFailure(Exception failure) {
              failures.add(failure);
            }
          },
          endpoint -> listening.contains(endpoint.id()),
          duration -> pauses.take());

  @AfterEach
  void end() {
    lateStart.close();
  }

  /** Containers at published ports. */
  private static List<Placement> published(String... ids) {
    return Stream.of(ids)
        .map(id ->
            Sites.loopbackOnly().placer().place(container(id).published(80, "", 9_000).build()))
        .toList();
  }

  private List<String> nextEndpoints() throws InterruptedException {
    return ids(nextReport());
  }

  private List<Placement> nextReport() throws InterruptedException {
    List<Placement> report = reports.poll(10, TimeUnit.SECONDS);
    assertThat(report).as("a report").isNotNull();
    return report;
  }

  private static List<String> ids(List<Placement> placements) {
    return placements.stream()
        .filter(placement -> placement.endpoint() != null)
        .map(placement -> placement.container().id())
        .toList();
  }

  /** Nobody pauses who has seen meanwhile that something listens. */
  private void endPause() throws InterruptedException {
    List<Placement> report = null;
    while (report == null && !pauses.offer("over", 50, TimeUnit.MILLISECONDS)) {
      report = reports.peek();
    }
  }

  @Test
  void thoseOfTheFirstListAreReportedAtOnce() throws Exception {
    lateStart.onPlacements(published("a", "b"));
    assertThat(nextEndpoints()).containsExactly("a", "b");
  }

  @Test
  void oneThatStartedLaterIsReportedWhenItListens() throws Exception {
    lateStart.onPlacements(published("a"));
    assertThat(nextEndpoints()).containsExactly("a");
    lateStart.onPlacements(published("a", "b"));
    List<Placement> held = nextReport();
    assertThat(ids(held)).containsExactly("a");
    assertThat(held.get(1).rejected().reason()).contains("nothing listens");
    listening.add("b");
    endPause();
    assertThat(nextEndpoints()).containsExactly("a", "b");
    lateStart.onPlacements(published("a", "b"));
    assertThat(nextEndpoints()).containsExactly("a", "b");
  }

  @Test
  void oneThatHasGoneAndStartsAgainIsHeldBackAgain() throws Exception {
    lateStart.onPlacements(published("a", "b"));
    nextReport();
    lateStart.onPlacements(published("a"));
    nextReport();
    lateStart.onPlacements(published("a", "b"));
    assertThat(nextEndpoints()).containsExactly("a");
  }

  @Test
  void oneThatNeverListensIsReportedInTheEnd() throws Exception {
    lateStart.onPlacements(published());
    nextReport();
    lateStart.onPlacements(published("a"));
    assertThat(nextEndpoints()).isEmpty();
    for (int i = 0; i < 300; i++) {
      pauses.put("over");
    }
    assertThat(nextEndpoints()).containsExactly("a");
  }

  @Test
  void oneAtItsOwnAddressIsReportedAtOnce() throws Exception {
    lateStart.onPlacements(List.of());
    nextReport();
    lateStart.onPlacements(
        List.of(
            Sites.local()
                .placer()
                .place(container("a").exposed(80).network("n", "172.17.0.2").build())));
    assertThat(nextEndpoints()).containsExactly("a");
  }

  @Test
  void failuresArePassedOn() {
    IOException failure = new IOException("away");
    lateStart.onFailure(failure);
    assertThat(failures).containsExactly(failure);
  }
}
