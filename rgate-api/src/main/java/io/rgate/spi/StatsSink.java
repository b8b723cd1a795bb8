package io.rgate.spi;

/**
 * Takes the measurement of every request that has been answered.
 *
 * <p>A sink that can also be asked implements {@link StatsSource}; it then answers {@code /stats}.
 */
public interface StatsSink extends AutoCloseable {

  /**
   * Takes one request's measurement. Called on the request's own thread after the last byte of its
   * response, by many threads at once; must not block. What it throws costs a line in the log,
   * never a request.
   */
  void record(Sample sample);

  /** Called once, when no further sample will come; what is still held back is written out. */
  @Override
  void close();
}
