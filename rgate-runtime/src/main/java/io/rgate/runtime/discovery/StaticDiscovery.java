package io.rgate.runtime.discovery;

import io.rgate.api.Endpoint;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Discovered;
import java.util.List;

/** Endpoints that are given at the start and never change. */
public final class StaticDiscovery implements BackendDiscovery {
  private final List<Endpoint> endpoints;

  /** Reports these endpoints, once. */
  public StaticDiscovery(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  @Override
  public void start(Listener listener) {
    listener.report(Discovered.of(endpoints));
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
