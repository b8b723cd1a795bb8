package io.rgate.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * Takes the measurement of every request that has been answered. A sink that can also tell what it
 * has counted implements {@link StatsSource}; the first such one of a configuration answers {@code
 * /stats}.
 *
 * <p>The contract, which {@code StatsSinkContract} of rgate-testkit checks:
 *
 * <ul>
 *   <li><b>Who calls, when, on which thread.</b> The gateway calls {@link #record} once for each
 *       request, refused ones included, on the request's own virtual thread, after the last byte of
 *       its response; many threads do so at once. Requests for the statistics are not recorded.
 *   <li><b>What may block.</b> Nothing. A sink that writes somewhere hands the sample to a thread
 *       of its own, in bounded memory; what does not fit is dropped, counted and told.
 *   <li><b>What is thrown</b> costs a line in the log a minute at most, with the count, never a
 *       request; other sinks still get the sample. A sink that cannot work for a while (a full
 *       disk, a database that does not answer) throws nothing: it says so once in the log, and in
 *       {@link #trouble}.
 *   <li><b>How it ends.</b> {@link #close} is called once, after the last sample, by one thread. It
 *       writes out what is held back, within a bounded time; the gateway waits for it as long as
 *       {@link #closeWithin} says, then interrupts the thread, names the sink in the log and goes
 *       on. A sample that comes later all the same (of a request that was cut off) may be dropped,
 *       and must not throw.
 * </ul>
 */
public interface StatsSink extends AutoCloseable {

  /** Takes one request's measurement; must not block. */
  void record(Sample sample);

  /** How long the gateway waits for {@link #close}: five seconds, if a sink does not say more. */
  default Duration closeWithin() {
    return Duration.ofSeconds(5);
  }

  /**
   * What keeps this sink from its work now, in one line without secrets: what is wrong, where, and
   * how to mend it. Empty if nothing does. The gateway tells it on {@code /ready} of its admin
   * address; it must not block, and any thread may call it.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** Writes out what is still held back and gives up every thread, file and connection. */
  @Override
  void close();
}
