package io.rgate.runtime;

import io.rgate.api.InvalidConfigException;
import io.rgate.runtime.front.jdk.JdkFrontProvider;
import io.rgate.runtime.upstream.Upstreams;
import io.rgate.runtime.upstream.jdk.HttpClientUpstreamProvider;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the transports on the path. {@code auto} takes what another module brings, and the JDK's
 * own where there is none.
 */
final class Transports {
  static final String AUTO = "auto";

  private Transports() {}

  /**
   * The provider of fronts with that name.
   *
   * @throws InvalidConfigException if there is none, or {@code auto} has several to choose from
   */
  static FrontProvider front(String name, ClassLoader loader) {
    List<FrontProvider> found = load(FrontProvider.class, loader);
    found.add(new JdkFrontProvider());
    return named(found, name, FrontProvider::name, "server", "front");
  }

  /**
   * The upstream with that name; it leaves endpoints that it cannot send to, such as those with
   * {@code https}, to the JDK's client.
   *
   * @throws InvalidConfigException if there is none, or {@code auto} has several to choose from
   */
  static Upstream upstream(String name, ClassLoader loader) {
    List<UpstreamProvider> found = load(UpstreamProvider.class, loader);
    found.add(new HttpClientUpstreamProvider());
    return upstream(named(found, name, UpstreamProvider::name, "upstream", "client"));
  }

  /** An upstream of {@code chosen}, and the JDK's for endpoints that it cannot send to. */
  static Upstream upstream(UpstreamProvider chosen) {
    return new Upstreams(List.of(chosen, new HttpClientUpstreamProvider()));
  }

  /** Those that other modules provide. */
  private static <P> List<P> load(Class<P> type, ClassLoader loader) {
    List<P> found = new ArrayList<>();
    ServiceLoader.load(type, loader).forEach(found::add);
    return found;
  }

  /** The JDK's is the last in {@code all}. */
  private static <P> P named(
      List<P> all, String wanted, Function<P, String> name, String section, String key) {
    List<P> matches =
        wanted.equals(AUTO)
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
