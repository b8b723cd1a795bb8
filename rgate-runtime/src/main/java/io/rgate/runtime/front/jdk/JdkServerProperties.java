package io.rgate.runtime.front.jdk;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The system properties that the JDK's server reads once, when its classes load: set here before
 * that, where the application has set nothing itself, and only if that server is used.
 */
public final class JdkServerProperties {
  private JdkServerProperties() {}

  /** What is set where nothing is; the documentation lists these as -D lines. */
  public static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    // Without it, every response that takes two writes waits 40 ms for a delayed acknowledgement.
    defaults.put("sun.net.httpserver.nodelay", "true");
    // By default more than 200 idle connections are cut without a word.
    defaults.put("sun.net.httpserver.maxIdleConnections", "20000");
    defaults.put("sun.net.httpserver.idleInterval", "75");
    // Beyond these the server cuts the connection without a word, so they lie above our limits.
    defaults.put("sun.net.httpserver.maxReqHeaderSize", "131072");
    defaults.put("sun.net.httpserver.maxReqHeaders", "201");
    return defaults;
  }

  static void prepare() {
    defaults()
        .forEach((key, value) -> {
          if (System.getProperty(key) == null) {
            System.setProperty(key, value);
          }
        });
  }
}
