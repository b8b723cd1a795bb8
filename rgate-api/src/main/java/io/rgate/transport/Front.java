package io.rgate.transport;

import io.rgate.api.Peer;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Listens on one address and hands each exchange to a {@link Service}.
 *
 * <p>What a front owes the gateway:
 *
 * <ul>
 *   <li>It has its port from the moment at which it was made, and answers nothing before {@link
 *       #start}.
 *   <li>Each exchange is served on a thread of its own that may block, best a virtual one.
 *   <li>What cannot be understood as a request, or exceeds the {@link io.rgate.api.Limits}, is
 *       answered by the front itself, with a status and a short fixed text, and told to {@link
 *       Service#refused}.
 *   <li>What only its protocol knows is decided here and nowhere else: persistence of connections,
 *       framing, {@code Expect}, the rest of content that nobody read, windows and streams.
 *   <li>It buffers no more than a buffer or a window of fixed size in each direction: who is slower
 *       makes the other one wait.
 * </ul>
 *
 * <p>{@link #start}, {@link #drain} and {@link #close} are called by one thread.
 */
public interface Front extends AutoCloseable {

  /** Hands every exchange to {@code service} from now on; called once. */
  void start(Service service);

  /** Where it listens; with the port that was chosen if 0 was asked for. */
  InetSocketAddress address();

  /**
   * Lets the exchanges under way end: no exchange follows on a connection (HTTP/1.1: each response
   * says {@code Connection: close}; HTTP/2: GOAWAY), and idle connections are closed.
   *
   * @return whether every exchange ended within {@code patience}
   */
  boolean drain(Duration patience);

  /**
   * Cuts what is still under way and frees the port: when this returns, another front can listen on
   * it. Further calls do nothing.
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
     * Takes note of what the front has answered itself, because it was no request or exceeded a
     * limit.
     *
     * @param status what the client got
     * @param why for the log; holds nothing that the client sent
     */
    default void refused(Peer peer, int status, String why) {}
  }
}
