/**
 * Keeps the statistics of requests in memory: in total and for each route, backend and endpoint,
 * since the start and for the last 1, 5 and 15 minutes.
 *
 * <p>{@code stats.type: memory} chooses it. Settings: {@code max_series}, default 1000, how many
 * combinations of route, backend and endpoint are counted separately; all further ones are counted
 * together. {@code forget_endpoints_after}, default 1h: an endpoint without a request for that time
 * is counted together with the others of its route.
 *
 * <p>Memory does not grow with the traffic. Each combination takes 5 to 18 KiB, and as much again
 * for each further stripe. Stripes are added when several processors count at once, at most four
 * for each processor. A percentile is off by at most 0.79 %; counts and the average are exact.
 *
 * @provides io.rgate.spi.StatsSinkProvider {@code memory}
 */
module io.rgate.stats.memory {
  requires transitive io.rgate.api;
  requires static org.jspecify;

  exports io.rgate.stats.memory;

  provides io.rgate.spi.StatsSinkProvider with
      io.rgate.stats.memory.MemoryStatsProvider;
}
