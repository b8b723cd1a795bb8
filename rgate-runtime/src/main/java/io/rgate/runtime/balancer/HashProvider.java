package io.rgate.runtime.balancer;

import io.rgate.spi.Balancer;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.Settings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has requests with the same key sent to the same endpoint: {@code hash}. Its settings are {@code
 * by}, {@code load} and {@code trusted_proxies}.
 */
public final class HashProvider implements BalancerProvider {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,5})\\s?%");
  private static final int LEAST = 101;

  /** For {@link java.util.ServiceLoader}. */
  public HashProvider() {}

  @Override
  public String name() {
    return "hash";
  }

  @Override
  public Balancer create(Settings settings) {
    HashKey key = HashKey.read(settings);
    return new HashBalancer(key, percent(settings, settings.string("load", "125%")));
  }

  private static int percent(Settings settings, String text) {
    if (text.equals("off")) {
      return HashBalancer.UNBOUNDED;
    }
    Matcher percent = PERCENT.matcher(text);
    if (!percent.matches() || Integer.parseInt(percent.group(1)) < LEAST) {
      throw settings.error(
          "load", "must be a percentage above 100%, such as 125%, or off, was '" + text + "'");
    }
    return Integer.parseInt(percent.group(1));
  }
}
