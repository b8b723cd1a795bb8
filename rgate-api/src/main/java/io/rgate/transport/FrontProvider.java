package io.rgate.transport;

import io.rgate.api.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;

/** Makes fronts of one kind; {@link java.util.ServiceLoader} finds it. */
public interface FrontProvider {

  /** The name of this kind in {@code server.front}. */
  String name();

  /**
   * Makes a front that listens on its port and is not started.
   *
   * @throws IOException if the front cannot listen on the address; nothing stays open then
   * @throws io.rgate.api.InvalidConfigException with the key {@code server.reuse_port} if {@link
   *     FrontSettings#reusePort} is wanted and this kind of front, or the system, cannot do it;
   *     with {@code server.max_connections} or {@code server.max_connections_per_client} if the
   *     limits have one and this kind of front cannot count connections
   */
  Front bind(FrontSettings settings) throws IOException;

  /**
   * Where a front listens and what it lets a client do; immutable.
   *
   * <p>Grows by further {@code with…} methods, so it is made by {@link #of}.
   */
  final class FrontSettings {
    /** How many streams a client may open at a time on a connection of HTTP/2, by default. */
    public static final int HTTP2_STREAMS = 250;

    private final InetSocketAddress address;
    private final Limits limits;
    private final boolean reusePort;
    private final int http2Streams;

    private FrontSettings(
        InetSocketAddress address, Limits limits, boolean reusePort, int http2Streams) {
      this.address = Objects.requireNonNull(address, "address");
      this.limits = Objects.requireNonNull(limits, "limits");
      this.reusePort = reusePort;
      this.http2Streams = http2Streams;
    }

    /** To listen on {@code address}, by default limits; port 0 takes any free one. */
    public static FrontSettings of(InetSocketAddress address) {
      return new FrontSettings(address, Limits.DEFAULT, false, HTTP2_STREAMS);
    }

    /** The same with other limits. */
    public FrontSettings withLimits(Limits other) {
      return new FrontSettings(address, other, reusePort, http2Streams);
    }

    /** The same; {@code on} says whether other processes may listen on the same address. */
    public FrontSettings withReusePort(boolean on) {
      return new FrontSettings(address, limits, on, http2Streams);
    }

    /**
     * The same; clients may speak HTTP/2 with {@code streams} requests at a time on a connection.
     *
     * @param streams 1 or more; 0 for a front that does not speak HTTP/2
     * @throws IllegalArgumentException if it is negative
     */
    public FrontSettings withHttp2Streams(int streams) {
      if (streams < 0) {
        throw new IllegalArgumentException("streams must be 0 or more, was " + streams);
      }
      return new FrontSettings(address, limits, reusePort, streams);
    }

    /** Where to listen. */
    public InetSocketAddress address() {
      return address;
    }

    /** What a client may ask. */
    public Limits limits() {
      return limits;
    }

    /**
     * How many requests a client may have under way at a time on a connection of HTTP/2; 0 if the
     * front is not to speak it. A front that cannot speak HTTP/2 takes no notice.
     */
    public int http2Streams() {
      return http2Streams;
    }

    /**
     * Whether other processes may listen on the same address at the same time, if they want this
     * too ({@code SO_REUSEPORT}); false by default.
     */
    public boolean reusePort() {
      return reusePort;
    }
  }
}
