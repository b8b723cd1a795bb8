package io.rgate.discovery.docker;

import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.BackendDiscoveryProvider;
import io.rgate.spi.Settings;

/**
 * Makes a {@link DockerDiscovery}: {@code discovery.type: docker}.
 *
 * <p>Settings: {@code host}, {@code unix:///path} or {@code tcp://host:port}.
 */
public final class DockerDiscoveryProvider implements BackendDiscoveryProvider {

  /** For {@link java.util.ServiceLoader}. */
  public DockerDiscoveryProvider() {}

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public BackendDiscovery create(Settings settings) {
    DockerDiscovery.Builder builder = DockerDiscovery.builder();
    return settings.create(() -> {
      if (settings.has("host")) {
        builder.host(settings.string("host"));
      }
      return builder.build();
    });
  }
}
