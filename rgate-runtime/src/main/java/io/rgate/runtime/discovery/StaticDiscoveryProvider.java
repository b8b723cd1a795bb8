package io.rgate.runtime.discovery;

import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.BackendDiscoveryProvider;
import io.rgate.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a discovery of the endpoints that the configuration lists: {@code discovery.type: static}.
 *
 * <p>Settings: {@code endpoints}, a list of mappings with {@code url} ({@code http://HOST:PORT})
 * and {@code labels} (a mapping).
 */
public final class StaticDiscoveryProvider implements BackendDiscoveryProvider {

  /** For {@link java.util.ServiceLoader}. */
  public StaticDiscoveryProvider() {}

  @Override
  public String name() {
    return "static";
  }

  @Override
  public BackendDiscovery create(Settings settings) {
    List<Settings> sections = settings.sections("endpoints");
    if (sections.isEmpty()) {
      throw settings.error("endpoints", "must list at least one endpoint with url and labels");
    }
    return new StaticDiscovery(
        sections.stream()
            .map(StaticDiscoveryProvider::endpoint)
            .flatMap(Optional::stream)
            .toList());
  }

  /**
   * Empty if the endpoint is wrong; the error is recorded, so that the other endpoints are checked
   * too.
   */
  private static Optional<Endpoint> endpoint(Settings settings) {
    Map<String, String> labels = settings.map("labels");
    return settings
        .attempt(() -> settings.string("url"))
        .flatMap(url -> settings.attempt(() -> endpoint(url, labels)));
  }

  /** An endpoint that is named by its URL. */
  public static Endpoint endpoint(String url, Map<String, String> labels) {
    try {
      return new Endpoint(url, new URI(url), labels);
    } catch (URISyntaxException e) {
      throw new InvalidConfigException(
          "url",
          "must be http://HOST:PORT, https://HOST:PORT or h2c://HOST:PORT, was '" + url + "'");
    }
  }
}
