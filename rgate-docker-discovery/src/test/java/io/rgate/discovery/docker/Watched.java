package io.rgate.discovery.docker;

import io.rgate.api.Endpoint;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Rejected;
import java.util.List;
import java.util.Map;

/**
 * A discovery whose reports go to a test, too, once the gateway has taken them: what the test hears
 * is in force.
 */
record Watched(BackendDiscovery discovery, Heard heard) implements BackendDiscovery {
  @Override
  public void start(Listener gateway) {
    discovery.start(
        new Listener() {
          @Override
          public void onEndpoints(List<Endpoint> endpoints) {
            onEndpoints(endpoints, List.of());
          }

          @Override
          public void onEndpoints(List<Endpoint> endpoints, List<Rejected> rejected) {
            onEndpoints(endpoints, rejected, Map.of());
          }

          @Override
          public void onEndpoints(
              List<Endpoint> endpoints, List<Rejected> rejected, Map<String, String> choices) {
            gateway.onEndpoints(endpoints, rejected, choices);
            heard.onEndpoints(endpoints, rejected, choices);
          }

          @Override
          public void onFailure(Exception failure) {
            gateway.onFailure(failure);
            heard.onFailure(failure);
          }
        });
  }

  @Override
  public void close() {
    discovery.close();
  }
}
