package io.rgate.discovery.docker;

import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Discovered;

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
          public void report(Discovered discovered) {
            gateway.report(discovered);
            heard.report(discovered);
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
