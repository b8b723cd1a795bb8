package io.rgate.runtime;

import io.rgate.api.Filter;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.runtime.filter.FilterSet;
import io.rgate.runtime.filter.PlacedFilter;
import io.rgate.runtime.plugin.Plugins;
import io.rgate.spi.Settings;
import io.rgate.spi.Settings.Locator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the filters that a configuration names: an object that the builder was given under that
 * name, or what the provider of that name makes. Closes what providers made. Safe for use by many
 * threads.
 */
final class FilterMaker implements FilterSet.Maker {
  private final Map<String, Filter> given;
  private final Set<Made> made = ConcurrentHashMap.newKeySet();

  /** The loader of the start, because a reload may come by any thread. */
  private final ClassLoader plugins = GatewayDraft.plugins();

  /** Knows the places of the configuration of the start; later ones come without a file. */
  private volatile Locator places;

  private volatile boolean closed;

  /** A filter of which no other one is an equal. */
  private static final class Made {
    final Filter filter;

    Made(Filter filter) {
      this.filter = filter;
    }
  }

  FilterMaker(Map<String, Filter> given, Locator places) {
    this.given = Map.copyOf(given);
    this.places = places;
  }

  @Override
  public @Nullable Filter given(String name) {
    return given.get(name);
  }

  /** Called when the configuration of the start is in force. */
  void forgetPlaces() {
    places = key -> null;
  }

  @Override
  public PlacedFilter make(String owner, int index, Plugin wanted) {
    Locator all = places;
    Settings settings =
        Plugins.settings("filters[" + index + "]", wanted, key -> all.locate(owner + "." + key));
    try {
      Filter filter = make(settings);
      boolean closes = filter instanceof AutoCloseable && !given.containsKey(wanted.type());
      return new PlacedFilter(wanted, filter, closes ? closing(filter) : null);
    } catch (InvalidConfigException e) {
      throw e.under(owner);
    }
  }

  /** The filter that an item of the list {@code filters} of a file describes. */
  Filter ofGateway(Settings section) {
    Filter filter = make(section);
    if (!given.containsKey(section.string("type"))) {
      remember(filter);
    }
    return filter;
  }

  private Filter make(Settings settings) {
    Filter object = given.get(settings.string("type"));
    if (object == null) {
      return Plugins.filter(settings, plugins);
    }
    settings.rejectUnknown();
    return object;
  }

  /** How to close {@code filter}, which happens once, whoever does it. */
  private Runnable closing(Filter filter) {
    Made entry = remember(filter);
    return () -> close(entry);
  }

  private Made remember(Filter filter) {
    Made entry = new Made(filter);
    made.add(entry);
    if (closed) {
      close();
      throw new IllegalStateException("the gateway is closed");
    }
    return entry;
  }

  private void close(Made entry) {
    if (made.remove(entry)) {
      Plugins.close(entry.filter);
    }
  }

  /** Closes what is still open. */
  void close() {
    closed = true;
    made.forEach(this::close);
  }
}
