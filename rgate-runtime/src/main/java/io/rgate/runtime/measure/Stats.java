package io.rgate.runtime.measure;

import io.rgate.api.StatsSnapshot;
import io.rgate.config.StatsConfig;
import io.rgate.runtime.exchange.Gauges;
import io.rgate.spi.StatsSource;
import io.rgate.spi.stats.Series;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The statistics of a gateway: its sinks, the source of reports, and what is under way now. */
public final class Stats {
  private final Sinks sinks;
  private final StatsConfig config;
  private final Gauges<Series> routes = new Gauges<>();
  private final Supplier<Map<String, Integer>> endpoints;
  private final Meter meter;

  /**
   * Statistics recorded in {@code sinks} and reported as {@code config} says.
   *
   * @param endpoints tells how many requests are under way at each endpoint
   */
  public Stats(Sinks sinks, StatsConfig config, Supplier<Map<String, Integer>> endpoints) {
    this.sinks = sinks;
    this.endpoints = endpoints;
    this.config = config;
    this.meter = new Meter(sinks, config.recordPath());
  }

  /** Begins measurements that are recorded in the sinks. */
  public Meter meter() {
    return meter;
  }

  /**
   * The first sink that can report statistics. By now it has every response that a client has read
   * completely; for those that end just now this waits a moment.
   */
  public Optional<StatsSource> source() {
    meter.settle();
    return sinks.source();
  }

  /** What is wrong with the sinks, in one line; empty if they work. */
  public Optional<String> trouble() {
    return sinks.trouble();
  }

  /** The traffic so far. */
  public StatsSnapshot snapshot() {
    return source()
        .orElseThrow(() -> new IllegalStateException("no sink in force is a StatsSource"))
        .snapshot();
  }

  /** The path of the statistics, or {@link StatsConfig#OFF}, which matches no request. */
  public String path() {
    return config.path();
  }

  /** The requests under way at each route. */
  public Gauges<Series> routes() {
    return routes;
  }

  /** The requests under way at each endpoint that has any. */
  public Map<String, Integer> endpoints() {
    return endpoints.get();
  }

  /** Closes the sinks. */
  public void close() {
    sinks.close();
  }
}
