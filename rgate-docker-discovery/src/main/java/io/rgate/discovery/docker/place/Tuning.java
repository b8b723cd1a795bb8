package io.rgate.discovery.docker.place;

import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The settings in a container's labels {@code rgate.…}. They change how a container is used without
 * a change of the gateway's configuration.
 *
 * @param port the port in the container, empty if no label sets it
 * @param network null if no label sets it
 * @param address null if no label sets it
 */
record Tuning(
    OptionalInt port,
    String scheme,
    @Nullable String network,
    int weight,
    @Nullable AddressKind address) {
  static final String PORT = "rgate.port";
  static final String SCHEME = "rgate.scheme";
  static final String NETWORK = "rgate.network";
  static final String WEIGHT = "rgate.weight";
  static final String ADDRESS = "rgate.address";

  /** Read by the gateway, not here: where the endpoint is. */
  static final String ZONE = "rgate.zone";

  private static final String PREFIX = "rgate.";
  private static final List<String> SCHEMES = List.of("http", "https", "h2c");

  private static final List<String> KNOWN = List.of(PORT, SCHEME, NETWORK, WEIGHT, ADDRESS, ZONE);
  private static final int MAX_PORT = 65_535;

  /**
   * Reads {@code labels}.
   *
   * @throws IllegalArgumentException if a value is wrong or a name is unknown, so that a container
   *     with a wrong label gets no requests
   */
  static Tuning of(Map<String, String> labels) {
    rejectUnknown(labels);
    String port = labels.get(PORT);
    String weight = labels.get(WEIGHT);
    if (labels.getOrDefault(ZONE, "none").isBlank()) {
      throw wrong(ZONE, "the name of a zone", labels.getOrDefault(ZONE, ""));
    }
    return new Tuning(
        port == null ? OptionalInt.empty() : OptionalInt.of(number(PORT, port, 1, MAX_PORT)),
        scheme(labels.getOrDefault(SCHEME, "http")),
        labels.get(NETWORK),
        weight == null ? Endpoint.DEFAULT_WEIGHT : number(WEIGHT, weight, 0, Endpoint.MAX_WEIGHT),
        address(labels.get(ADDRESS)));
  }

  private static void rejectUnknown(Map<String, String> labels) {
    for (String label : labels.keySet()) {
      if (label.startsWith(PREFIX) && !KNOWN.contains(label)) {
        Settings settings = Settings.of(Map.of(label, ""));
        // A key becomes known when it is read; then an unknown one is reported with the most
        // similar known key.
        KNOWN.forEach(settings::has);
        try {
          settings.rejectUnknown();
        } catch (InvalidConfigException e) {
          throw new IllegalArgumentException(
              "label " + label + ": " + e.problem().replace("unknown key", "unknown label"), e);
        }
      }
    }
  }

  private static int number(String label, String text, int min, int max) {
    int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (number < min || number > max) {
      throw wrong(label, "a whole number from " + min + " to " + max, text);
    }
    return number;
  }

  private static String scheme(String text) {
    if (!SCHEMES.contains(text)) {
      throw wrong(SCHEME, "http, https or h2c", text);
    }
    return text;
  }

  private static @Nullable AddressKind address(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return AddressKind.of(text)
        .orElseThrow(() -> wrong(ADDRESS, "auto, published or container", text));
  }

  private static IllegalArgumentException wrong(String label, String expected, String text) {
    return new IllegalArgumentException(
        "label " + label + " must be " + expected + ", was '" + text + "'");
  }
}
