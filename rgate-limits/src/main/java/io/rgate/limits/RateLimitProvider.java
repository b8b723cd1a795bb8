package io.rgate.limits;

import io.rgate.api.Filter;
import io.rgate.limits.store.PostgresStore;
import io.rgate.limits.store.PostgresTable;
import io.rgate.spi.FilterProvider;
import io.rgate.spi.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link RateLimit}: {@code filters: [{type: rate_limit, requests: 100, per: 1s}]}.
 *
 * <p>Settings: {@code requests} and {@code per}, which must be there; {@code name}, {@code burst},
 * {@code by}, {@code ipv6_prefix}, {@code trusted_proxies}, {@code max_keys}; {@code store}, which
 * is {@code memory} or a section with {@code type}, {@code url} and {@code timeout}, for PostgreSQL
 * also {@code user}, {@code password} and {@code table}; {@code when_away} and {@code local_share}.
 * The builder's methods of these names explain them.
 */
public final class RateLimitProvider implements FilterProvider {
  private static final String MEMORY = "memory";

  /** For {@link java.util.ServiceLoader}. */
  public RateLimitProvider() {}

  @Override
  public String name() {
    return "rate_limit";
  }

  @Override
  public Filter create(Settings settings) {
    RateLimit.Builder builder = RateLimit.builder(requests(settings), per(settings));
    Read.set(
        settings, "name", () -> settings.string("name", RateLimit.Builder.NAME), builder::name);
    settings.optionalInteger("burst", 1, RateLimit.Builder.MOST).ifPresent(builder::burst);
    Read.set(settings, "by", () -> settings.string("by", RateLimit.Builder.BY), builder::by);
    builder.ipv6Prefix(settings.integer("ipv6_prefix", RateLimit.Builder.IPV6_PREFIX, 1, 128));
    builder.trustedProxies(settings.addressBlocks("trusted_proxies"));
    builder.maxKeys(
        settings.integer("max_keys", RateLimit.Builder.MAX_KEYS, 1, RateLimit.Builder.MOST));
    builder.whenAway(
        settings.choice("when_away", WhenAway.class, WhenAway.LOCAL),
        Read.percent(settings, "local_share", RateLimit.Builder.LOCAL_SHARE));
    store(settings, builder);
    return builder.build();
  }

  private static int requests(Settings settings) {
    Read.requireThere(settings, "requests");
    return settings.integer("requests", 1, 1, RateLimit.Builder.MOST);
  }

  private static Duration per(Settings settings) {
    Read.requireThere(settings, "per");
    return Read.duration(settings, "per", Duration.ofSeconds(1));
  }

  private static void store(Settings settings, RateLimit.Builder builder) {
    if (!settings.isMapping("store")) {
      Read.set(
          settings,
          "store",
          () -> settings.string("store", MEMORY),
          text -> {
            if (!text.equals(MEMORY)) {
              throw new IllegalArgumentException(
                  "must be memory, or a section such as {type: redis, url: 'redis://127.0.0.1:6379'},"
                      + " was '"
                      + text
                      + "'");
            }
          });
      return;
    }
    Settings store = settings.section("store");
    if (!store.has("type")) {
      throw store.error("type", "is missing"); // what the other keys may be depends on it
    }
    Duration timeout = store.duration("timeout", RateLimit.Builder.TIMEOUT);
    switch (store.choice("type", Kind.class, Kind.MEMORY)) {
      case MEMORY -> {}
      case REDIS -> {
        String url = store.secret("url").value();
        Read.set(store, "url", () -> url, given -> builder.redis(given, RateLimit.Builder.TIMEOUT));
        Read.set(store, "timeout", () -> timeout, given -> builder.redis(url, given));
      }
      case POSTGRESQL -> postgresql(store, builder, timeout);
    }
  }

  /** The stores. */
  private enum Kind {
    MEMORY,
    REDIS,
    POSTGRESQL
  }

  private static void postgresql(Settings store, RateLimit.Builder builder, Duration timeout) {
    String url = store.secret("url").value();
    @Nullable String user = store.optionalString("user").orElse(null);
    @Nullable String password =
        store.optionalSecret("password").map(Settings.Secret::value).orElse(null);
    String table = store.string("table", RateLimit.Builder.TABLE);
    var unnamed = new PostgresStore.Place(url, user, password, RateLimit.Builder.TABLE);
    Read.set(store, "url", () -> unnamed, at -> builder.postgresql(at, RateLimit.Builder.TIMEOUT));
    Read.set(store, "table", () -> table, PostgresTable::check);
    Read.set(
        store,
        "timeout",
        () -> new PostgresStore.Place(url, user, password, table),
        at -> builder.postgresql(at, timeout));
  }
}
