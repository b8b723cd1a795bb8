package io.rgate.transport;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import java.io.IOException;

/**
 * One request of a client and its response.
 *
 * <p>The content may be read by another thread than the one that responds, so that both directions
 * go on at once; each by one thread at a time. A response may end before the content was read; the
 * front decides what that means for the connection.
 */
public interface Exchange {

  /** The request's head. */
  RequestHead head();

  /** Who is at the other end. */
  Peer peer();

  /**
   * The request's content, the same at each call: its length where that was declared, 0 where there
   * is none.
   *
   * <p>Its stream waits for the client, for {@link io.rgate.api.Limits#clientIdle} at most until
   * the response has begun, without limit after that. It throws {@link RequestContentException} if
   * the content breaks off, is malformed or does not come; then the exchange's connection, or its
   * stream, is not used again. Its trailers are those that came; closing it does nothing.
   */
  Body content();

  /**
   * Sends an interim response: 100 or 103. Does nothing where the protocol has no such thing, and
   * after {@link #respond}.
   *
   * @throws ClientGoneException if the client has left
   * @throws IllegalArgumentException if the status is not 100 to 199, or is 101
   */
  void inform(int status, Fields fields) throws IOException;

  /**
   * Begins the response; called once. Nothing need be sent before the first flush, a full buffer or
   * the end.
   *
   * <p>Of {@code fields}, those of framing are left out: the front writes them itself. {@code
   * Connection: close} ends a connection of HTTP/1 behind this response, and is left out elsewhere.
   * A {@code Date} is added where there is none.
   *
   * @param length of the content in bytes, or {@link Body#UNKNOWN}. In answer to HEAD and with 304
   *     it is what is told and nothing is written; with 204 and 205 it is ignored
   * @throws ClientGoneException if the client has left
   * @throws IllegalArgumentException if the status is not 200 to 599
   * @throws IllegalStateException if it was called before
   */
  ResponseContent respond(int status, Fields fields, long length) throws IOException;

  /**
   * Ends HTTP on this exchange: sends the head ({@code 101}, or {@code 200} in answer to CONNECT)
   * and hands out both directions as they are.
   *
   * @throws ClientGoneException if the client has left
   * @throws UnsupportedOperationException if this front has no tunnels; nothing was sent then
   */
  Tunnel tunnel(int status, Fields fields) throws IOException;

  /**
   * Has {@code cancel} run when the client leaves, that is when its side of the connection ends or
   * is reset, or its stream is, while the response is awaited or sent. It runs once at most, on
   * another thread, and never after the exchange is over; at once if the client has left already.
   * It must not block. A front that cannot see this does nothing, and says so in its documentation.
   */
  void onGone(Runnable cancel);

  /**
   * Cuts the exchange so that the client sees a response that is not whole: HTTP/1 cuts the
   * connection, HTTP/2 resets the stream. May be called by any thread, at any time, twice.
   */
  void abort();
}
