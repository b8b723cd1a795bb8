package io.rgate.runtime;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ServerConfig;
import io.rgate.runtime.front.jdk.JdkFrontProvider;
import io.rgate.runtime.upstream.Upstreams;
import io.rgate.runtime.upstream.jdk.HttpClientUpstreamProvider;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the transports on the path. {@code auto} takes the transport of another module, or the
 * JDK's own if there is none.
 */
final class Transports {
  private Transports() {}

  /**
   * The provider of fronts with that name.
   *
   * @throws InvalidConfigException if there is none, or {@code auto} finds several
   */
  static FrontProvider front(String name, ClassLoader loader) {
    List<FrontProvider> found = load(FrontProvider.class, loader);
    found.add(new JdkFrontProvider());
    return named(found, name, FrontProvider::name, "server", "front");
  }

  /**
   * The provider of upstreams with that name.
   *
   * @throws InvalidConfigException if there is none, or {@code auto} finds several
   */
  static UpstreamProvider client(String name, ClassLoader loader) {
    List<UpstreamProvider> found = load(UpstreamProvider.class, loader);
    found.add(new HttpClientUpstreamProvider());
    return named(found, name, UpstreamProvider::name, "upstream", "client");
  }

  /**
   * The upstream of {@code chosen}, with the JDK's for endpoints that it does not support.
   *
   * @throws InvalidConfigException with a key from {@code upstream} on if a setting cannot be used
   */
  static Upstream upstream(UpstreamProvider chosen, UpstreamSettings settings) {
    try {
      return new Upstreams(chosen, settings, new HttpClientUpstreamProvider());
    } catch (InvalidConfigException e) {
      throw e.under("upstream");
    }
  }

  /** The providers of other modules. */
  private static <P> List<P> load(Class<P> type, ClassLoader loader) {
    List<P> found = new ArrayList<>();
    ServiceLoader.load(type, loader).forEach(found::add);
    return found;
  }

  /** Chooses by name; the JDK's provider is the last in {@code all}. */
  private static <P> P named(
      List<P> all, String wanted, Function<P, String> name, String section, String key) {
    List<P> matches =
        wanted.equals(ServerConfig.AUTO)
            ? all.subList(0, Math.max(1, all.size() - 1))
            : all.stream().filter(each -> name.apply(each).equals(wanted)).toList();
    if (matches.size() == 1) {
      return matches.getFirst();
    }
    String names = all.stream().map(name).sorted().collect(Collectors.joining(", "));
    String problem =
        matches.isEmpty()
            ? "must be auto or one of " + names + ", was '" + wanted + "'"
            : "auto finds several on the path; name one of them: " + names;
    throw new InvalidConfigException(section + "." + key, problem);
  }
}
