package io.rgate.config;

import static java.util.Objects.requireNonNull;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address on which the gateway listens and the limits for clients; fixed while it runs.
 *
 * @param host the name or address of the interface; {@code 0.0.0.0} for all of them
 * @param port 0 to 65535; 0 takes any free port
 * @param limits what a client may send to the gateway
 * @param front the name of the provider of the server, or {@link #AUTO}
 * @param reusePort whether other processes may listen on the same address at the same time
 * @param http2Streams how many requests a client may have under way at a time on a connection of
 *     HTTP/2; 0 without HTTP/2
 */
public record ServerConfig(
    String host, int port, Limits limits, String front, boolean reusePort, int http2Streams) {
  /** Lets the gateway choose the provider. */
  public static final String AUTO = "auto";

  /** The greatest number of streams that a client may be allowed. */
  static final int MOST_STREAMS = 100_000;

  /** A name or an IPv4 address, or an IPv6 address in brackets. */
  private static final String NAME = "[^\\s:/\\[\\]]+|\\[[^\\s/\\[\\]]+]";

  private static final Pattern WITH_PORT = Pattern.compile("(" + NAME + "):(\\d+)");

  /** A name of this form, or an IPv6 address, which has at least two colons. */
  private static final Pattern HOST =
      Pattern.compile(NAME + "|[^\\s:/\\[\\]]*(?::[^\\s:/\\[\\]]*){2,}");

  /** The default: port 8080 of every interface. */
  public static final ServerConfig DEFAULT = new ServerConfig("0.0.0.0", 8080, Limits.DEFAULT);

  /** An address with the default limits, checked as by the first constructor. */
  public ServerConfig(String host, int port) {
    this(host, port, Limits.DEFAULT);
  }

  /** An address whose front the gateway chooses, checked as by the first constructor. */
  public ServerConfig(String host, int port, Limits limits) {
    this(host, port, limits, AUTO);
  }

  /** An address that this process has for itself, checked as by the first constructor. */
  public ServerConfig(String host, int port, Limits limits, String front) {
    this(host, port, limits, front, false, FrontSettings.HTTP2_STREAMS);
  }

  /**
   * Checks host, port and streams.
   *
   * @throws InvalidConfigException if the host is not valid or is followed by a port, the port is
   *     outside 0-65535, or the streams are outside 0-100,000
   */
  public ServerConfig {
    requireNonNull(host, "host");
    requireNonNull(front, "front");
    requireNonNull(limits, "limits");
    List<InvalidConfigException> problems = new ArrayList<>();
    Matcher withPort = WITH_PORT.matcher(host);
    if (withPort.matches()) {
      problems.add(
          new InvalidConfigException(
              "host",
              String.format(
                  Locale.ROOT,
                  "must be a host without a port, was '%s'; write 'host: %s', and the port as server.port: %s",
                  host,
                  withPort.group(1),
                  withPort.group(2))));
    } else if (!HOST.matcher(host).matches()) {
      problems.add(
          new InvalidConfigException(
              "host",
              "must be a host name or an address, such as 0.0.0.0, was "
                  + (host.isBlank() ? "blank" : "'" + host + "'")));
    }
    if (port < 0 || port > 65_535) {
      problems.add(new InvalidConfigException("port", "must be 0 to 65535, was " + port));
    }
    if (http2Streams < 0 || http2Streams > MOST_STREAMS) {
      problems.add(
          new InvalidConfigException(
              "max_concurrent_streams", "must be 1 to " + MOST_STREAMS + ", was " + http2Streams));
    }
    InvalidConfigException.throwIfAny(problems);
  }
}
