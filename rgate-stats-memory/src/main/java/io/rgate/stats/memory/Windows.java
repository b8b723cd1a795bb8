package io.rgate.stats.memory;

import io.rgate.api.StatsDetail.Traffic;
import io.rgate.spi.stats.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The traffic of the last minutes: the difference between the current total and an earlier total.
 * Recording a request has no additional cost. For one thread at a time.
 */
final class Windows {
  /** How often a total is kept; a window is longer than its name by at most this time. */
  static final Duration STEP = Duration.ofSeconds(10);

  private static final List<Duration> LENGTHS =
      Stream.of(1, 5, 15).map(Duration::ofMinutes).toList();

  private final Deque<State> newestFirst = new ArrayDeque<>();

  /** Traffic that begins at {@code start}. */
  Windows(Instant start) {
    keep(start, new Tally());
  }

  private record State(Instant at, Tally total) {}

  /** Keeps the current total, and drops totals that are too old for every window. */
  void keep(Instant now, Tally total) {
    newestFirst.addFirst(new State(now, total));
    Instant oldest = now.minus(LENGTHS.getLast()).minus(STEP);
    while (newestFirst.getLast().at().isBefore(oldest)) {
      newestFirst.removeLast();
    }
  }

  /** The traffic of each window, if {@code total} is the current total. */
  Map<Duration, Traffic> tell(Instant now, Tally total) {
    Map<Duration, Traffic> windows = new LinkedHashMap<>();
    for (Duration length : LENGTHS) {
      State state = lastBefore(now.minus(length));
      windows.put(length, total.after(state.total(), state.at()).traffic());
    }
    return windows;
  }

  private State lastBefore(Instant moment) {
    for (State state : newestFirst) {
      if (!state.at().isAfter(moment)) {
        return state;
      }
    }
    return newestFirst.getLast();
  }
}
