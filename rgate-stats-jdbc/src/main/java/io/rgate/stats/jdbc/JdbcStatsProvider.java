package io.rgate.stats.jdbc;

import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;

/**
 * Makes {@link JdbcStats}: {@code stats.type: jdbc}.
 *
 * <p>Settings: {@code url}, {@code user}, {@code password}, {@code queue}, {@code flush_every},
 * {@code close_within}, {@code forget_endpoints_after}; the builder's methods of these names
 * explain them.
 */
public final class JdbcStatsProvider implements StatsSinkProvider {

  /** For {@link java.util.ServiceLoader}. */
  public JdbcStatsProvider() {}

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public StatsSink create(Settings settings) {
    JdbcStats.Builder builder = JdbcStats.builder();
    String url = settings.string("url", JdbcStats.Builder.URL);
    set(settings, "url", () -> builder.url(url));
    if (settings.has("user") || settings.has("password")) {
      builder.login(settings.string("user"), settings.string("password", ""));
    }
    builder.queue(settings.integer("queue", JdbcStats.Builder.QUEUE, 1, 100_000_000));
    set(
        settings,
        "flush_every",
        () -> builder.flushEvery(settings.duration("flush_every", JdbcStats.Builder.FLUSH_EVERY)));
    set(
        settings,
        "close_within",
        () ->
            builder.closeWithin(settings.duration("close_within", JdbcStats.Builder.CLOSE_WITHIN)));
    set(
        settings,
        "forget_endpoints_after",
        () ->
            builder.forgetEndpointsAfter(
                settings.duration(
                    "forget_endpoints_after", JdbcStats.Builder.FORGET_ENDPOINTS_AFTER)));
    return builder.build();
  }

  /** Turns an error from the builder into an error about the setting. */
  private static void set(Settings settings, String key, Runnable call) {
    try {
      call.run();
    } catch (IllegalArgumentException e) {
      throw settings.error(key, String.valueOf(e.getMessage()));
    }
  }
}
