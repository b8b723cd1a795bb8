package io.rgate.discovery.docker;

import io.rgate.discovery.docker.place.AddressKind;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.BackendDiscoveryProvider;
import io.rgate.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Makes a {@link DockerDiscovery}: {@code discovery.type: docker}.
 *
 * <p>Settings: {@code host} or {@code hosts}, {@code tls_certs}, {@code address}, {@code network},
 * {@code ignore_health}, {@code resync}, {@code timeout}; the builder's methods explain them.
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
    return settings.create(() -> builder(settings).build());
  }

  private static DockerDiscovery.Builder builder(Settings settings) {
    DockerDiscovery.Builder builder = DockerDiscovery.builder();
    addHosts(settings, builder);
    if (settings.has("tls_certs")) {
      builder.tlsCertificates(Path.of(settings.string("tls_certs")));
    }
    if (settings.has("address")) {
      builder.address(address(settings));
    }
    if (settings.has("network")) {
      builder.network(settings.string("network"));
    }
    if (settings.has("resync")) {
      builder.resync(settings.duration("resync", Duration.ZERO));
    }
    if (settings.has("timeout")) {
      builder.timeout(settings.duration("timeout", Duration.ZERO));
    }
    return builder.ignoreHealth(settings.bool("ignore_health", false));
  }

  private static void addHosts(Settings settings, DockerDiscovery.Builder builder) {
    List<String> hosts = settings.strings("hosts");
    if (settings.has("host")) {
      if (!hosts.isEmpty()) {
        throw settings.error("host", "give either host or hosts");
      }
      builder.host("host", settings.string("host"));
    }
    hosts.forEach(builder::host);
  }

  private static DockerDiscovery.Address address(Settings settings) {
    String text = settings.string("address");
    return AddressKind.of(text)
        .map(kind -> DockerDiscovery.Address.valueOf(kind.name()))
        .orElseThrow(() ->
            settings.error("address", "must be auto, published or container, was '" + text + "'"));
  }
}
