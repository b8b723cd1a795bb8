/**
 * Keeps the statistics of requests in memory: how many succeeded and failed, and the average, the
 * 95th and the 99th percentile of their latency since the start.
 *
 * <p>{@code stats.type: memory} chooses it; it has no further settings. Memory is fixed, whatever
 * the traffic: 17 KiB for each of two to four times as many stripes as there are processors. A
 * percentile is off by at most 0.79 %; counts and the average are exact.
 *
 * @provides io.rgate.spi.StatsSinkProvider {@code memory}
 */
module io.rgate.stats.memory {
  requires transitive io.rgate.api;
  requires static transitive org.jspecify;

  exports io.rgate.stats.memory;

  provides io.rgate.spi.StatsSinkProvider with
      io.rgate.stats.memory.MemoryStatsProvider;
}
