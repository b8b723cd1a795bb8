package io.rgate.stats.memory;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import io.rgate.spi.stats.Tallies;
import io.rgate.spi.stats.Tally;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts requests and their latency in a bounded amount of memory, without locks; safe for use by
 * many threads.
 *
 * <p>Counts, sums and the average are exact. A percentile is the smallest latency that so many
 * samples do not exceed, off by at most 0.79 % between 512 ns and 73 minutes; what lies outside
 * counts as the nearer end. It tells all since the start, and the last 1, 5 and 15 minutes, to
 * which up to ten seconds more belong. It stays readable after {@link #close}.
 *
 * <p>At most {@value #MAX_SERIES} combinations of route, backend and endpoint are told apart, where
 * nothing else is said; the requests of those that were not used for the longest time are then
 * counted as {@code (others)}. So are the requests of an endpoint that had none for an hour.
 */
public final class MemoryStats implements StatsSink, StatsSource {
  /** How many series are told apart where nothing is said. */
  static final int MAX_SERIES = 1_000;

  /** How long an endpoint without requests is told apart where nothing is said. */
  static final Duration FORGET_ENDPOINTS_AFTER = Duration.ofHours(1);

  private final InstantSource clock;
  private final SeriesTable table;
  private final Windows windows;
  private final ReentrantLock windowsLock = new ReentrantLock();
  private final Thread keeper = Thread.ofVirtual().name("rgate-stats-windows").unstarted(this::run);

  MemoryStats(int maxSeries, Duration forgetEndpointsAfter, InstantSource clock) {
    this.clock = clock;
    long steps = forgetEndpointsAfter.dividedBy(Windows.STEP);
    this.table = new SeriesTable(maxSeries, (int) Math.min(steps, Integer.MAX_VALUE));
    this.windows = new Windows(clock.instant());
  }

  /** Empty statistics. */
  public static MemoryStats create() {
    return create(MAX_SERIES);
  }

  /**
   * Empty statistics that tell at most {@code maxSeries} combinations of route, backend and
   * endpoint apart.
   *
   * @throws IllegalArgumentException if that is less than 10
   */
  public static MemoryStats create(int maxSeries) {
    return create(maxSeries, FORGET_ENDPOINTS_AFTER);
  }

  /**
   * Empty statistics that also count an endpoint as {@code (others)} once it had no request for
   * {@code forgetEndpointsAfter}.
   *
   * @throws IllegalArgumentException if {@code maxSeries} is less than 10, or the duration less
   *     than a minute
   */
  public static MemoryStats create(int maxSeries, Duration forgetEndpointsAfter) {
    if (maxSeries < 10) {
      throw new IllegalArgumentException("maxSeries must be 10 or more, was " + maxSeries);
    }
    if (forgetEndpointsAfter.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "forgetEndpointsAfter must be a minute or more, was " + forgetEndpointsAfter);
    }
    MemoryStats stats = new MemoryStats(maxSeries, forgetEndpointsAfter, InstantSource.system());
    stats.keeper.start();
    return stats;
  }

  @Override
  public void record(Sample sample) {
    table.record(sample);
  }

  /**
   * The traffic up to now. Of a sample whose recording has not returned yet, the latency may be in
   * it already and the count not.
   */
  @Override
  public StatsSnapshot snapshot() {
    return table.read().snapshot();
  }

  @Override
  public Optional<StatsDetail> detail() {
    windowsLock.lock();
    try {
      Tallies tallies = table.read();
      Tally total = tallies.total();
      return Optional.of(tallies.detail(windows.tell(clock.instant(), total), 0));
    } finally {
      windowsLock.unlock();
    }
  }

  /** Keeps the total of now for the windows to come, and folds series; every ten seconds. */
  void tick() {
    windowsLock.lock();
    try {
      windows.keep(clock.instant(), table.read().total());
      table.fold();
    } finally {
      windowsLock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(Windows.STEP);
        tick();
      }
    } catch (InterruptedException e) {
      // Closed: the windows stand still from now on.
    }
  }

  /** Ends the windows' clock; there is nothing to write out. */
  @Override
  public void close() {
    keeper.interrupt();
  }
}
