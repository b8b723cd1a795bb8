package io.rgate.transport;

import io.rgate.api.Peer;
import java.net.InetSocketAddress;
import java.time.Duration;

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
}
