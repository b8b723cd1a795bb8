package io.rgate.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * Takes the measurement of every request that has been answered. A sink that can also report its
 * counts implements {@link StatsSource}; the first such sink of a configuration answers {@code
 * /stats}.
 *
 * <p>The contract, which {@code StatsSinkContract} of rgate-testkit checks:
 *
 * <ul>
 *   <li><b>Who calls, when, on which thread.</b> The gateway calls {@link #record} once for each
 *       request, refused ones included, on the request's own virtual thread, after the last byte of
 *       its response. Many threads do so at once. Requests for the statistics are not recorded.
 *   <li><b>What may block.</b> Nothing. A sink that writes to a file or a database hands the sample
 *       to a thread of its own, in bounded memory. It drops samples that do not fit, and counts and
 *       reports them.
 *   <li><b>What an exception does.</b> An exception costs at most one line in the log each minute,
 *       with the count. The request does not fail, and other sinks still get the sample. A sink
 *       that cannot work for a while (a full disk, a database that does not answer) throws nothing.
 *       It reports this once in the log, and in {@link #trouble}.
 *   <li><b>How it ends.</b> {@link #close} is called once, after the last sample, by one thread. It
 *       writes the samples that are held in memory, within a bounded time. The gateway waits as
 *       long as {@link #closeWithin} says, then interrupts the thread, logs the name of the sink
 *       and goes on. A sample may still come after that, from a request that was cut off. It may be
 *       dropped, and must not throw.
 * </ul>
 */
public interface StatsSink extends AutoCloseable {

  /** Takes one request's measurement; must not block. */
  void record(Sample sample);

  /** How long the gateway waits for {@link #close}; five seconds by default. */
  default Duration closeWithin() {
    return Duration.ofSeconds(5);
  }

  /**
   * The reason why this sink cannot do its work now, in one line without secrets: what is wrong,
   * where, and how to mend it. Empty if it can. The gateway shows it at {@code /ready} of its admin
   * address. This method must not block, and any thread may call it.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /**
   * Writes the samples that are still in memory and releases all threads, files and connections.
   */
  @Override
  void close();
}
