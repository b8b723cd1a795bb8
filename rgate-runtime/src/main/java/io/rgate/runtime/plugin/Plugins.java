package io.rgate.runtime.plugin;

import io.rgate.api.Filter;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Route;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.BackendDiscoveryProvider;
import io.rgate.spi.Balancer;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.FilterProvider;
import io.rgate.spi.Observer;
import io.rgate.spi.ObserverProvider;
import io.rgate.spi.RouteTable;
import io.rgate.spi.RouteTableProvider;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import io.rgate.transport.Front.Certificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes the products that a section of the configuration names, with the provider of that name. */
public final class Plugins {
  /** Longer than a database needs to refuse a connection. */
  private static final Duration CREATE = Duration.ofSeconds(30);

  private static final String DEFAULT_SINK = "memory";

  private Plugins() {}

  /** The discovery that {@code settings} describe; {@code docker} if they have no type. */
  public static BackendDiscovery discovery(Settings settings) {
    BackendDiscoveryProvider provider =
        find(
            settings,
            "docker",
            ServiceLoader.load(BackendDiscoveryProvider.class),
            BackendDiscoveryProvider::name);
    return product(
        settings,
        provider,
        provider.name(),
        () -> provider.create(settings),
        BackendDiscovery::close);
  }

  /**
   * The sinks that {@code settings} describe: those of the list {@code sinks}, or the one that the
   * section itself describes.
   */
  public static List<StatsSink> sinks(Settings settings) {
    if (!settings.has("sinks")) {
      return List.of(sink(settings));
    }
    if (settings.has("type")) {
      throw settings.error("type", "must not be given beside sinks, which have a type each");
    }
    List<StatsSink> sinks = new ArrayList<>();
    try {
      settings.sections("sinks").forEach(section -> sinks.add(sink(section)));
      settings.rejectUnknown();
    } catch (RuntimeException e) {
      sinks.forEach(sink -> Bounded.close(named(sink), sink::close, sink::closeWithin));
      throw e;
    }
    if (sinks.isEmpty()) {
      throw settings.error("sinks", "must list at least one; to have none write 'type: none'");
    }
    return sinks;
  }

  /** The sink that {@code settings} describe; {@code memory} if they have no type. */
  static StatsSink sink(Settings settings) {
    StatsSinkProvider provider =
        find(
            settings,
            DEFAULT_SINK,
            ServiceLoader.load(StatsSinkProvider.class),
            StatsSinkProvider::name);
    return product(
        settings, provider, provider.name(), () -> provider.create(settings), StatsSink::close);
  }

  /** Whether a provider of the default sink is on the path. */
  public static boolean hasDefaultSink(Settings settings) {
    return load(settings, ServiceLoader.load(StatsSinkProvider.class)).stream()
        .anyMatch(provider -> provider.name().equals(DEFAULT_SINK));
  }

  /** Makes the tables that {@code settings} describe; {@code prefix} if they have no type. */
  public static Function<List<Route>, RouteTable> tables(Settings settings) {
    RouteTableProvider provider =
        find(
            settings,
            "prefix",
            ServiceLoader.load(RouteTableProvider.class),
            RouteTableProvider::name);
    return routes ->
        product(
            settings,
            provider,
            provider.name(),
            () -> provider.create(settings, routes),
            unused -> {});
  }

  /**
   * The product of {@code create}; it is closed again if a key of its settings was not read.
   *
   * @throws io.rgate.api.InvalidConfigException if there is no product, with the provider's name
   */
  static <T> T product(
      Settings settings, Object provider, String name, Supplier<T> create, Consumer<T> close) {
    return settings.collect(() -> {
      T product = created(settings, provider, name, create, close);
      try {
        settings.rejectUnknown();
      } catch (RuntimeException e) {
        Bounded.close(named(provider), () -> close.accept(product), Bounds.DEFAULT::close);
        throw e;
      }
      return product;
    });
  }

  /** The filter whose name is the {@code type} of {@code settings}; {@code loader} has it. */
  public static Filter filter(Settings settings, ClassLoader loader) {
    FilterProvider provider =
        find(
            settings,
            settings.string("type"),
            ServiceLoader.load(FilterProvider.class, loader),
            FilterProvider::name);
    return product(
        settings, provider, provider.name(), () -> provider.create(settings), Plugins::close);
  }

  /** The observers that {@code sections} describe, in order. */
  public static List<Observer> observers(List<Settings> sections) {
    return each(sections, Plugins::observer);
  }

  private static Observer observer(Settings settings) {
    ObserverProvider provider =
        find(
            settings,
            settings.string("type"),
            ServiceLoader.load(ObserverProvider.class),
            ObserverProvider::name);
    return product(
        settings, provider, provider.name(), () -> provider.create(settings), Plugins::close);
  }

  /** The balancer whose name is the {@code type} of {@code settings}. */
  public static Balancer balancer(Settings settings) {
    BalancerProvider provider =
        find(
            settings,
            settings.string("type"),
            ServiceLoader.load(BalancerProvider.class),
            BalancerProvider::name);
    return product(
        settings, provider, provider.name(), () -> provider.create(settings), Plugins::close);
  }

  /**
   * The certificates that {@code settings} describe; those of {@code acme} if they have no type.
   */
  public static Certificates certificates(Settings settings) {
    Certificates.Provider provider =
        find(
            settings,
            "acme",
            ServiceLoader.load(Certificates.Provider.class),
            Certificates.Provider::name);
    return product(
        settings, provider, provider.name(), () -> provider.create(settings), Certificates::close);
  }

  /** What {@code plugin} says, as the section {@code key} without a place. */
  public static Settings settings(String key, Plugin plugin) {
    return settings(key, plugin, unknown -> null);
  }

  /** What {@code plugin} says, as the section {@code key}; {@code locator} knows places. */
  public static Settings settings(String key, Plugin plugin, Settings.Locator locator) {
    Map<String, Object> all = new LinkedHashMap<>(plugin.settings());
    all.put("type", plugin.type());
    return Settings.of(key, all, locator);
  }

  /** Makes one of each section; if one cannot be made, those before it are closed. */
  private static <T> List<T> each(List<Settings> sections, Function<Settings, T> make) {
    List<T> made = new ArrayList<>();
    try {
      sections.forEach(section -> made.add(make.apply(section)));
    } catch (RuntimeException e) {
      made.forEach(Plugins::close);
      throw e;
    }
    return made;
  }

  /** Closes {@code product} within a bound, if it is something that can be closed. */
  public static void close(Object product) {
    if (product instanceof AutoCloseable closeable) {
      Bounded.close(named(product), () -> closeNow(closeable), Bounds.DEFAULT::close);
    }
  }

  private static void closeNow(AutoCloseable product) {
    try {
      product.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String named(Object provider) {
    return "plug-in " + provider.getClass().getName();
  }

  private static <T> T created(
      Settings settings, Object provider, String name, Supplier<T> create, Consumer<T> close) {
    try {
      T product = Bounded.call(named(provider), CREATE, create, close);
      if (product == null) {
        throw PluginFailure.madeNothing(settings, provider, name);
      }
      return product;
    } catch (TimeoutException e) {
      throw settings.error(
          "type",
          named(provider) + " has not returned from create within " + CREATE.toSeconds() + " s");
    } catch (InvalidConfigException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw PluginFailure.threw(settings, provider, name, e);
    }
  }

  /**
   * Finds the one provider whose name is {@code settings.type}.
   *
   * @throws InvalidConfigException if none or several have that name, or if one cannot be loaded
   */
  static <P> P find(
      Settings settings, String fallback, Iterable<P> loader, Function<P, String> name) {
    String wanted = settings.string("type", fallback);
    List<P> all = load(settings, loader);
    List<P> found = all.stream().filter(provider -> name.apply(provider).equals(wanted)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw PluginFailure.missing(settings, wanted, all.stream().map(name).toList());
    }
    throw settings.error(
        "type",
        "several providers are named '"
            + wanted
            + "': "
            + found.stream().map(p -> p.getClass().getName()).collect(Collectors.joining(", "))
            + "; keep one of them on the path, or give the object to Gateway.builder()");
  }

  private static <P> List<P> load(Settings settings, Iterable<P> loader) {
    List<P> providers = new ArrayList<>();
    try {
      loader.forEach(providers::add);
    } catch (ServiceConfigurationError e) {
      throw settings.error("type", "a provider on the path is broken: " + e.getMessage());
    }
    return providers;
  }
}
