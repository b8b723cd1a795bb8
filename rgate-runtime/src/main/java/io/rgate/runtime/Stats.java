package io.rgate.runtime;

import io.rgate.api.StatsSnapshot;
import io.rgate.config.StatsConfig;
import io.rgate.spi.StatsSource;
import io.rgate.spi.stats.Series;
import java.util.Optional;

/** The statistics of a gateway: where samples go, who is asked, and what is under way now. */
final class Stats {
  private final Sinks sinks;
  private final StatsConfig config;
  private final Underway<Series> routes = new Underway<>();
  private final Underway<String> endpoints = new Underway<>();

  Stats(Sinks sinks, StatsConfig config) {
    this.sinks = sinks;
    this.config = config;
  }

  /** Begins the measurements that end in the sinks. */
  Meter meter() {
    return new Meter(sinks, config.recordPath());
  }

  /** The first sink that can be asked. */
  Optional<StatsSource> source() {
    return sinks.source();
  }

  /** What is wrong with the sinks, in one line; empty if they work. */
  Optional<String> trouble() {
    return sinks.trouble();
  }

  /** The traffic so far. */
  StatsSnapshot snapshot() {
    return source()
        .orElseThrow(() -> new IllegalStateException("no sink in force is a StatsSource"))
        .snapshot();
  }

  /** The path under which statistics are asked for, or {@link StatsConfig#OFF}, which is none. */
  String path() {
    return config.path();
  }

  /** What is under way at each route, with its backend. */
  Underway<Series> routes() {
    return routes;
  }

  /** What is under way at each endpoint. */
  Underway<String> endpoints() {
    return endpoints;
  }

  void close() {
    sinks.close();
  }
}
