package io.rgate.runtime.discovery;

import io.rgate.api.Endpoint;
import io.rgate.spi.BackendDiscovery;
import io.rgate.testkit.BackendDiscoveryContract;
import java.util.List;
import java.util.Map;

class StaticDiscoveryTest extends BackendDiscoveryContract {
  private static final List<Endpoint> ENDPOINTS =
      List.of(
          StaticDiscoveryProvider.endpoint("http://127.0.0.1:1", Map.of("app", "one")),
          StaticDiscoveryProvider.endpoint("http://127.0.0.1:2", Map.of("app", "two")));

  @Override
  protected BackendDiscovery create() {
    return new StaticDiscovery(ENDPOINTS);
  }

  @Override
  protected List<Endpoint> existing() {
    return ENDPOINTS;
  }

  @Override
  protected List<Endpoint> change() {
    return ENDPOINTS;
  }
}
