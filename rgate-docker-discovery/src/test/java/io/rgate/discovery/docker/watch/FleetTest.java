package io.rgate.discovery.docker.watch;

import static io.rgate.discovery.docker.engine.Containers.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Container;
import io.rgate.discovery.docker.engine.Signals;
import io.rgate.discovery.docker.place.Placement;
import io.rgate.discovery.docker.place.Sites;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTest {
  private static final Container A = container("a").published(80, "", 1).build();
  private static final Container B = container("b").published(80, "", 2).build();

  private final AtomicLong now = new AtomicLong();
  private final Fleet fleet = new Fleet(now::get);

  @BeforeEach
  void begin() {
    fleet.begin(Sites.local().placer());
    fleet.replace(List.of(A, B));
  }

  @Test
  void unchangedContainerKeepsItsPlacement() {
    Placement before = fleet.placements().getFirst();
    fleet.update(List.of("a"), List.of(A));
    fleet.replace(List.of(A, B));
    assertThat(fleet.placements().getFirst()).isSameAs(before);
  }

  @Test
  void containerThatIgnoresItsStopSignalIsBackAfterTenMinutes() {
    fleet.stopping("a");
    assertThat(endpoints()).containsExactly("b");
    now.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
    fleet.replace(List.of(A, B));
    assertThat(endpoints()).containsExactly("b");
    now.incrementAndGet();
    fleet.replace(List.of(A, B));
    assertThat(endpoints()).containsExactly("a", "b");
  }

  @Test
  void listThatSaysThatItEndedMakesRoomForItsNextStart() {
    fleet.stopping("a");
    fleet.update(List.of("a"), List.of(container("a").state("exited").build()));
    fleet.update(List.of("a"), List.of(A));
    assertThat(endpoints()).containsExactly("a", "b");
  }

  @Test
  void whoWasStoppingWhenTheConnectionBrokeIsTakenAsListed() {
    fleet.stopping("a");
    fleet.begin(Sites.local().placer());
    fleet.replace(List.of(A, B));
    assertThat(endpoints()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({"3,3", "SIGQUIT,3", "QUIT,3", "SIGRTMIN+3,37", "WINCH,28", "nonsense,0", "'',0"})
  void signalsHaveNumbersAndNames(String text, int number) {
    assertThat(Signals.number(text)).isEqualTo(number);
  }

  private List<String> endpoints() {
    return fleet.placements().stream()
        .filter(placement -> placement.endpoint() != null)
        .map(placement -> placement.container().id())
        .toList();
  }
}
