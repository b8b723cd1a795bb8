package io.rgate.transport;

import io.rgate.api.Peer;
import io.rgate.spi.Settings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listens on one address and hands each exchange to a {@link Service}.
 *
 * <p>A front must do this for the gateway:
 *
 * <ul>
 *   <li>It listens on its port as soon as it is made, and answers nothing before {@link #start}.
 *   <li>Each exchange is served on a thread of its own, which may block; a virtual thread is best.
 *   <li>Bytes that are not a valid request, or that exceed the {@link io.rgate.api.Limits}, are
 *       answered by the front itself, with a status and a short fixed text, and reported to {@link
 *       Service#refused}.
 *   <li>The front alone decides the matters of its protocol: persistence of connections, framing,
 *       {@code Expect}, content that was not read, windows and streams.
 *   <li>It holds no more than a buffer or a window of fixed size in each direction: the faster side
 *       waits for the slower one.
 * </ul>
 *
 * <p>{@link #start}, {@link #drain} and {@link #close} are called by one thread.
 */
public interface Front extends AutoCloseable {

  /** Hands every exchange to {@code service} from now on; called once. */
  void start(Service service);

  /** The address on which it listens, with the chosen port if the settings had port 0. */
  InetSocketAddress address();

  /**
   * Lets the exchanges under way end. Connections that wait to be accepted are accepted, then new
   * ones are refused. Each response tells the client that its connection ends (HTTP/1.1: {@code
   * Connection: close}; HTTP/2: GOAWAY). An idle connection is kept for a short time, because a
   * request may be on its way; that request is still served. Then idle connections are closed.
   *
   * @return whether all exchanges ended within {@code patience}
   */
  boolean drain(Duration patience);

  /**
   * Cuts the exchanges that are still under way and frees the port: when this method returns,
   * another front can listen on it. Further calls do nothing.
   */
  @Override
  void close();

  /** What a front hands its exchanges to; called by many threads at once. */
  @FunctionalInterface
  interface Service {

    /**
     * Serves one exchange, on the exchange's own thread, which it may block. The exchange is over
     * when this returns.
     *
     * <p>It ends the response, or aborts the exchange. A return or a throw without a response makes
     * the front answer 500; a return or a throw in the middle of a response makes it abort the
     * exchange.
     */
    void serve(Exchange exchange);

    /**
     * Whether a request to go on with WebSocket may succeed. A front of HTTP/2 asks this for each
     * new connection, and tells its client (RFC 8441, 3). The default says no.
     */
    default boolean takesWebSockets() {
      return false;
    }

    /**
     * Takes note of what the front has answered itself, because it was no request or exceeded a
     * limit.
     *
     * @param status what the client got
     * @param why for the log; holds nothing that the client sent
     */
    default void refused(Peer peer, int status, String why) {}
  }

  /**
   * Certificates that come and change while a front runs, such as those that an ACME server issues.
   * They stand in files, which a front reads as those of {@link
   * FrontProvider.TlsSettings#certificates}. For any number of threads; only {@link #start} and
   * {@link #close} are called by one, the gateway's.
   */
  interface Certificates extends AutoCloseable {
    /** Has none. */
    Certificates NONE = List::of;

    /**
     * The certificates that are there now; maybe none, and clients get no handshake then. A front
     * does not warn of their end: that is up to the one who gets them.
     */
    List<CertificateFiles> files();

    /**
     * Has {@code listener} run after each change of {@link #files}, or of what is in one. It
     * returns at once and throws nothing. A front reads all files again then.
     */
    default void onChange(Runnable listener) {}

    /**
     * The certificate for a handshake in which a client offers {@code acme-tls/1} alone and asks
     * for {@code host} (RFC 8737), or null if there is none for it. Such a connection ends with the
     * handshake.
     *
     * @param host as the client has sent it
     */
    default @Nullable CertificateFiles challenge(String host) {
      return null;
    }

    /**
     * What the gateway answers to a GET of {@code /.well-known/acme-challenge/} and {@code token}
     * (RFC 8555, 8.3), or null if that is a request like any other.
     *
     * @param token as the client has sent it
     */
    default @Nullable String answer(String token) {
      return null;
    }

    /** Begins to look after the certificates; called once, when the fronts serve. */
    default void start() {}

    /** Ends what {@link #start} began. */
    @Override
    default void close() {}

    /** Makes certificates of one kind; {@link java.util.ServiceLoader} finds it. */
    interface Provider {

      /** The name of this kind, which is that of its section in {@code tls}: {@code acme}. */
      String name();

      /**
       * Makes certificates that are not started.
       *
       * @throws io.rgate.api.InvalidConfigException if the settings cannot be used
       */
      Certificates create(Settings settings);
    }
  }
}
