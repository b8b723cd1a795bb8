package io.rgate.discovery.docker.watch;

import static io.rgate.discovery.docker.engine.Containers.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.place.Placement;
import io.rgate.discovery.docker.place.Sites;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a watch asks an engine, and what it reports; no time passes but what the test lets pass. */
class EngineWatchTest {
  private static final Duration RESYNC = Duration.ofSeconds(30);

  private final FakeEngine engine = new FakeEngine();
  private final ManualDelay delay = new ManualDelay(RESYNC);
  private final BlockingQueue<List<String>> lists = new LinkedBlockingQueue<>();
  private final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
  private Thread thread;

  @AfterEach
  void stop() throws InterruptedException {
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(10))).as("the watch ends when told to").isTrue();
  }

  @Test
  void subscribesBeforeItLists() throws Exception {
    engine.put(container("a").published(80, "", 1).build());
    start();
    assertThat(nextList()).containsExactly("a");
    assertThat(engine.calls()).containsExactly("connect", "subscribe", "list");
  }

  @Test
  void asksOnlyForTheContainerThatAnEventNames() throws Exception {
    startWith("a", "b");
    engine.put(container("c").published(80, "", 3).build());
    engine.tell("c", "start");
    assertThat(nextList()).containsExactly("a", "b", "c");
    assertThat(engine.calls()).containsExactly("list c");
    engine.remove("b");
    engine.tell("b", "destroy");
    assertThat(nextList()).containsExactly("a", "c");
    assertThat(engine.calls()).containsExactly("list b");
  }

  @Test
  void listsAllWhereAnEventNamesNoContainer() throws Exception {
    startWith("a");
    engine.tell("", "connect");
    assertThat(nextList()).containsExactly("a");
    assertThat(engine.calls()).containsExactly("list");
  }

  @Test
  void noiseCausesNoQuestion() throws Exception {
    startWith("a");
    engine.tell("a", "exec_create: curl localhost");
    engine.tell("a", "exec_start: curl localhost");
    engine.tell("a", "exec_die");
    engine.tell("a", "top");
    engine.tell("a", "pause");
    nextList();
    assertThat(engine.calls()).containsExactly("list a");
  }

  @Test
  void containerThatIsToldToStopLeavesBeforeTheEngineIsAsked() throws Exception {
    startWith("a", "b");
    engine.tell("a", "kill", "15");
    assertThat(nextList()).containsExactly("b");
    assertThat(engine.nextCall()).isEqualTo("list a");
    assertThat(nextList()).as("it still runs, but it is stopping").containsExactly("b");
    engine.tell("a", "die");
    assertThat(nextList()).containsExactly("b");
    assertThat(nextList()).as("not yet in the engine's list").containsExactly("b");
    engine.put(container("a").published(80, "", 1).build());
    engine.tell("a", "start");
    assertThat(nextList()).containsExactly("a", "b");
  }

  @Test
  void containerThatRestartsWithinOneBatchIsBack() throws Exception {
    startWith("a");
    engine.tell("a", "kill", "15");
    engine.tell("a", "die");
    engine.tell("a", "start");
    List<String> last = nextList();
    while (!last.equals(List.of("a"))) {
      last = nextList();
    }
    assertThat(last).containsExactly("a");
  }

  @Test
  void signalThatStopsNothingLeavesTheContainerAndTheImagesOwnStopSignalDoesNot() throws Exception {
    startWith("a");
    engine.tell("a", "kill", "1");
    assertThat(nextList()).containsExactly("a");
    assertThat(engine.calls()).containsExactly("inspect a", "list a");
    engine.tell("a", "kill", "3");
    assertThat(nextList()).isEmpty();
    assertThat(engine.nextCall()).isEqualTo("inspect a");
  }

  @Test
  void looksSecondTimeBecauseTheFirstMayHaveBeenTooEarly() throws Exception {
    startWith("a", "b");
    engine.tell("a", "pause");
    assertThat(nextList()).as("not yet in the engine's list").containsExactly("a", "b");
    engine.put(container("a").published(80, "", 1).state("paused").build());
    engine.tell("b", "update");
    assertThat(nextList()).containsExactly("a", "b");
    engine.calls();
    delay.endSecondLook();
    assertThat(nextList()).containsExactly("b");
    assertThat(engine.calls()).as("once for both").containsExactly("list a b");
    delay.endLastLook();
    nextList();
    assertThat(engine.calls()).as("for an engine that was busy").containsExactly("list a b");
  }

  @Test
  void manyChangesAreAskedForInParts() throws Exception {
    for (int i = 0; i < 1000; i++) {
      engine.put(container("id" + i).published(80, "", 1).build());
    }
    start();
    assertThat(nextList()).hasSize(1000);
    engine.calls();
    for (int i = 0; i < 50; i++) {
      engine.tell("id" + i, "update");
    }
    nextList();
    List<String> calls = engine.calls();
    while (calls.stream().mapToInt(call -> call.split(" ").length - 1).sum() < 50) {
      nextList();
      calls = Stream.concat(calls.stream(), engine.calls().stream()).toList();
    }
    assertThat(calls).allMatch(call -> call.startsWith("list id"));
    assertThat(calls).allMatch(call -> call.split(" ").length <= 33);
  }

  @Test
  void listsAllAgainFromTimeToTime() throws Exception {
    startWith("a");
    engine.put(container("silent").published(80, "", 2).build());
    delay.endResync();
    assertThat(nextList()).containsExactly("a", "silent");
    assertThat(engine.calls()).containsExactly("list");
  }

  @Test
  void engineAwayAtTheStartIsReportedAndTriedAgainUntilItIsThere() throws Exception {
    engine.goAway();
    start();
    assertThat(nextFailure()).hasMessage("away");
    for (int i = 0; i < 20; i++) {
      assertThat(delay.endBackoff()).isBetween(Duration.ofMillis(50), Duration.ofSeconds(1));
      assertThat(nextFailure()).hasMessage("away");
    }
    engine.put(container("a").published(80, "", 1).build());
    engine.comeBack();
    delay.endBackoff();
    assertThat(nextList()).containsExactly("a");
    assertThat(failures).isEmpty();
  }

  @Test
  void brokenStreamThatReportsTwiceIsOneFailureAndOneNewSession() throws Exception {
    startWith("a");
    engine.breakStream("onError");
    engine.breakStream("onComplete");
    assertThat(nextFailure()).hasMessage("onError");
    engine.breakStream("late");
    delay.endBackoff();
    assertThat(nextList()).containsExactly("a");
    assertThat(engine.calls())
        .containsExactly("unsubscribe", "close", "connect", "subscribe", "list");
    assertThat(failures).isEmpty();
  }

  @Test
  void nothingIsReportedWhileTheEngineIsAwaySoThatTheLastListStays() throws Exception {
    startWith("a");
    engine.goAway();
    engine.breakStream("gone");
    nextFailure();
    delay.endBackoff();
    nextFailure();
    assertThat(lists).isEmpty();
  }

  @Test
  void backoffBeginsAnewAfterSessionThatLasted() throws Exception {
    engine.goAway();
    start();
    for (int i = 0; i < 10; i++) {
      nextFailure();
      delay.endBackoff();
    }
    nextFailure();
    engine.comeBack();
    delay.endBackoff();
    nextList();
    engine.breakStream("at once");
    nextFailure();
    assertThat(delay.endBackoff())
        .as("it may break at once each time")
        .isGreaterThanOrEqualTo(Duration.ofMillis(500));
    nextList();
    delay.endResync();
    nextList();
    engine.breakStream("after a while");
    nextFailure();
    assertThat(delay.endBackoff()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  private void start() {
    Timing timing = new Timing(delay, RandomGenerator.of("L64X128MixRandom"), RESYNC);
    EngineWatch.Reports reports =
        new EngineWatch.Reports() {
          @Override
          public void onPlacements(List<Placement> placements) {
            lists.add(
                placements.stream()
                    .filter(placement -> placement.endpoint() != null)
                    .map(placement -> placement.container().id())
                    .toList());
          }

          @Override
          public void onFailure(Exception failure) {
            failures.add(failure);
          }
        };
    thread =
        Thread.ofVirtual()
            .start(new EngineWatch(engine, connected -> Sites.local().placer(), reports, timing));
  }

  private void startWith(String... ids) throws InterruptedException {
    for (String id : ids) {
      engine.put(container(id).published(80, "", 1).build());
    }
    start();
    assertThat(nextList()).containsExactly(ids);
    engine.calls();
  }

  private List<String> nextList() throws InterruptedException {
    List<String> list = lists.poll(10, TimeUnit.SECONDS);
    assertThat(list).as("a list is reported").isNotNull();
    return list;
  }

  private Exception nextFailure() throws InterruptedException {
    Exception failure = failures.poll(10, TimeUnit.SECONDS);
    assertThat(failure).as("a failure is reported").isNotNull();
    return failure;
  }
}
