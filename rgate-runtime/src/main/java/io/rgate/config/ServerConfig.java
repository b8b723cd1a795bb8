package io.rgate.config;

import static java.util.Objects.requireNonNull;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses on which the gateway listens and the limits for clients; fixed while it runs.
 *
 * @param listeners one or more addresses
 * @param limits what a client may send to the gateway
 * @param front the name of the provider of the server, or {@link #AUTO}
 * @param reusePort whether other processes may listen on the same addresses at the same time
 * @param http2Streams how many requests a client may have under way at a time on a connection of
 *     HTTP/2; 0 without HTTP/2
 * @param listed whether the addresses stand in a list, {@code server.listeners}, for errors
 */
public record ServerConfig(
    List<Listener> listeners,
    Limits limits,
    String front,
    boolean reusePort,
    int http2Streams,
    boolean listed) {
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

  /** An address with the default limits, checked as by {@link Listener}. */
  public ServerConfig(String host, int port) {
    this(host, port, Limits.DEFAULT);
  }

  /** An address whose front the gateway chooses, checked as by {@link Listener}. */
  public ServerConfig(String host, int port, Limits limits) {
    this(host, port, limits, AUTO);
  }

  /** An address that this process has for itself, checked as by {@link Listener}. */
  public ServerConfig(String host, int port, Limits limits, String front) {
    this(
        List.of(new Listener(host, port)),
        limits,
        front,
        false,
        FrontSettings.HTTP2_STREAMS,
        false);
  }

  /**
   * Checks that there is an address, and none twice, and the streams.
   *
   * @throws InvalidConfigException if that is not so, or the streams are outside 0-100,000
   */
  public ServerConfig {
    requireNonNull(front, "front");
    requireNonNull(limits, "limits");
    listeners = List.copyOf(listeners);
    if (http2Streams < 0 || http2Streams > MOST_STREAMS) {
      throw new InvalidConfigException(
          "max_concurrent_streams", "must be 1 to " + MOST_STREAMS + ", was " + http2Streams);
    }
    if (listeners.isEmpty()) {
      throw new InvalidConfigException("listeners", "must have at least one address");
    }
    for (int i = 0; i < listeners.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (listeners.get(i).isAt(listeners.get(j))) {
          throw new InvalidConfigException(
              "listeners[" + i + "].port",
              "is that of listeners[" + j + "], too; each must have one of its own");
        }
      }
    }
  }

  /** The host of the first address. */
  public String host() {
    return listeners.getFirst().host();
  }

  /** The port of the first address. */
  public int port() {
    return listeners.getFirst().port();
  }

  /** The section of the configuration that an address stands in, for errors. */
  public String section(int index) {
    return listed ? "server.listeners[" + index + "]" : "server";
  }

  /**
   * One address.
   *
   * @param host the name or address of the interface; {@code 0.0.0.0} for all of them
   * @param port 0 to 65535; 0 takes any free port
   * @param tls the TLS that clients must speak, or null for none
   * @param redirectToHttps the port that each request is redirected to, with {@code https}; 0 if
   *     requests are served
   */
  public record Listener(String host, int port, @Nullable TlsSettings tls, int redirectToHttps) {

    /** An address without TLS, checked as by the first constructor. */
    public Listener(String host, int port) {
      this(host, port, null, 0);
    }

    /** An address with TLS, checked as by the first constructor. */
    public Listener(String host, int port, TlsSettings tls) {
      this(host, port, requireNonNull(tls, "tls"), 0);
    }

    /**
     * Checks the address.
     *
     * @throws InvalidConfigException if the host is not valid or is followed by a port, a port is
     *     outside 0-65535, or TLS and a redirection stand together
     */
    public Listener {
      List<InvalidConfigException> problems = new ArrayList<>();
      checkHost(requireNonNull(host, "host")).ifPresent(problems::add);
      if (port < 0 || port > 65_535) {
        problems.add(new InvalidConfigException("port", "must be 0 to 65535, was " + port));
      }
      if (redirectToHttps < 0 || redirectToHttps > 65_535) {
        problems.add(
            new InvalidConfigException(
                "redirect_to_https", "must be 1 to 65535, was " + redirectToHttps));
      }
      if (tls != null && redirectToHttps != 0) {
        problems.add(
            new InvalidConfigException(
                "redirect_to_https",
                "must not stand beside tls: it is for a port without TLS, which sends clients to"
                    + " the one with it"));
      }
      InvalidConfigException.throwIfAny(problems);
    }

    private static Optional<InvalidConfigException> checkHost(String host) {
      Matcher withPort = WITH_PORT.matcher(host);
      if (withPort.matches()) {
        return Optional.of(
            new InvalidConfigException(
                "host",
                String.format(
                    Locale.ROOT,
                    "must be a host without a port, was '%s'; write 'host: %s', and the port as server.port: %s",
                    host,
                    withPort.group(1),
                    withPort.group(2))));
      }
      return HOST.matcher(host).matches()
          ? Optional.empty()
          : Optional.of(
              new InvalidConfigException(
                  "host",
                  "must be a host name or an address, such as 0.0.0.0, was "
                      + (host.isBlank() ? "blank" : "'" + host + "'")));
    }

    private boolean isAt(Listener other) {
      return port != 0 && port == other.port && host.equals(other.host);
    }

    /** The same on another host and port. */
    public Listener at(String otherHost, int otherPort) {
      return new Listener(otherHost, otherPort, tls, redirectToHttps);
    }

    /** The same with TLS. */
    public Listener withTls(TlsSettings other) {
      return new Listener(host, port, requireNonNull(other, "other"), redirectToHttps);
    }
  }
}
