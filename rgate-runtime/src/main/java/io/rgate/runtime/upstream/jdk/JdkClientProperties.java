package io.rgate.runtime.upstream.jdk;

import static java.lang.System.Logger.Level.WARNING;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The system properties that the JDK's HTTP client reads once, when its classes are loaded. They
 * are set before that, if the application has not set them itself, and only if that client is used.
 */
public final class JdkClientProperties {
  private static final System.Logger LOG = System.getLogger(JdkClientProperties.class.getName());
  private static final String RESTRICTED = "jdk.httpclient.allowRestrictedHeaders";

  private static final boolean HOST_CAN_BE_SET = prepare();

  private JdkClientProperties() {}

  /**
   * Whether the client lets the gateway set {@code Host}; if not, an origin gets its own address
   * instead. The first call sets the properties.
   */
  static boolean hostCanBeSet() {
    return HOST_CAN_BE_SET;
  }

  /** The values that are set if none are there; the documentation lists these as -D lines. */
  public static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put(RESTRICTED, "host");
    // Shorter than the idle timeout of common origins, so that few pooled connections are stale.
    defaults.put("jdk.httpclient.keepalive.timeout", "4");
    defaults.put("jdk.httpclient.disableRetryConnect", "true");
    return defaults;
  }

  private static boolean prepare() {
    String restricted = System.getProperty(RESTRICTED);
    if (restricted != null && !(restricted + ",").toLowerCase(Locale.ROOT).contains("host,")) {
      System.setProperty(RESTRICTED, restricted + ",host");
    }
    defaults()
        .forEach((key, value) -> {
          if (System.getProperty(key) == null) {
            System.setProperty(key, value);
          }
        });
    try {
      HttpRequest.newBuilder(URI.create("http://localhost/")).header("Host", "localhost");
      return true;
    } catch (IllegalArgumentException e) {
      LOG.log(
          WARNING,
          "origins will see their own address in Host, and not what the client sent: this application"
              + " used java.net.http before rgate; start it with -D{0}=host",
          RESTRICTED);
      return false;
    }
  }
}
