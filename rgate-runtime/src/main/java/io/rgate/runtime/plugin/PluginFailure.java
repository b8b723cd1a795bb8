package io.rgate.runtime.plugin;

import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Settings;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Errors about plug-ins that are missing or do not work. They name what to add or to mend. */
public final class PluginFailure {
  /** The artifact that contains the plug-in of a section and a name. */
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "discovery docker", "io.rgate:rgate-docker-discovery",
          "stats memory", "io.rgate:rgate-stats-memory",
          "stats jdbc", "io.rgate:rgate-stats-jdbc",
          "server acme", "io.rgate:rgate-acme");

  private PluginFailure() {}

  /** No provider of {@code settings} has the name {@code wanted}; there are only {@code known}. */
  static InvalidConfigException missing(
      Settings settings, String wanted, Collection<String> known) {
    String section = settings.error("type", "").key().split("[.\\[]", 2)[0];
    String artifact = ARTIFACTS.get(section + " " + wanted);
    return settings.error(
        "type",
        String.format(
            Locale.ROOT,
            "no plug-in '%s' for %s; %s%s",
            wanted,
            section,
            artifact == null ? "" : "add " + artifact + "; ",
            known.isEmpty()
                ? "there is no other one either"
                : "known here: " + known.stream().sorted().collect(Collectors.joining(", "))));
  }

  /** {@code provider}, whose name is {@code name}, threw {@code e} instead of making a product. */
  static InvalidConfigException threw(
      Settings settings, Object provider, String name, Throwable e) {
    String message = e.getMessage() == null ? "" : ": " + e.getMessage().strip();
    InvalidConfigException failure =
        settings.error(
            "type",
            described(provider, name) + " failed: " + e.getClass().getSimpleName() + message);
    failure.addSuppressed(e);
    return failure;
  }

  /** {@code provider}, whose name is {@code name}, returned null. */
  static InvalidConfigException madeNothing(Settings settings, Object provider, String name) {
    return settings.error(
        "type",
        described(provider, name)
            + " made nothing: its method create returned null, which it must not");
  }

  private static String described(Object provider, String name) {
    Path jar = origin(provider.getClass());
    return String.format(
        Locale.ROOT,
        "the plug-in '%s' (class %s%s)",
        name,
        provider.getClass().getName(),
        jar == null ? "" : " in " + jar);
  }

  /** The jar or directory from which {@code type} was loaded, if there is one. */
  private static @Nullable Path origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source == null
              || source.getLocation() == null
              || !source.getLocation().getProtocol().equals("file")
          ? null
          : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
