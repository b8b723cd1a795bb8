package io.rgate.app;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.Limits;
import io.rgate.httpserver.VirtualThreadServers;
import java.time.Duration;

/** What the program listens through. */
final class Servers {
  /**
   * The JDK's own way of choosing; with {@code sun.net.httpserver.DefaultHttpServerProvider}, its.
   */
  private static final String CHOICE = "com.sun.net.httpserver.HttpServerProvider";

  private static final Duration IDLE = Duration.ofSeconds(75);

  private Servers() {}

  /** The servers that the user has chosen, or those that cost least. */
  static HttpServerProvider of(Limits limits) {
    return System.getProperty(CHOICE) == null
        ? new VirtualThreadServers(limits.requestHead(), IDLE)
        : HttpServerProvider.provider();
  }
}
