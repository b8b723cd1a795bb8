package io.rgate.transport;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import java.io.IOException;

/**
 * One request of a client and its response.
 *
 * <p>One thread may read the content while another one sends the response, so that both directions
 * move at once. Each direction is used by one thread at a time. A response may end before all
 * content was read; the front decides what that means for the connection.
 */
public interface Exchange {

  /** The request's head. */
  RequestHead head();

  /** The client's connection. */
  Peer peer();

  /**
   * The request's content, the same object at each call. Its length is the declared length, or 0 if
   * there is no content.
   *
   * <p>Its stream waits for the client: until the response has begun at most {@link
   * io.rgate.api.Limits#clientIdle}, after that without limit. It throws {@link
   * RequestContentException} if the content ends early, is malformed or does not arrive; then the
   * connection (HTTP/1) or the stream (HTTP/2) of the exchange is not used again. Its trailers are
   * those that the client sent. Closing the stream does nothing.
   */
  Body content();

  /**
   * Sends an interim response: 100 or 103. Does nothing if the protocol has no interim responses,
   * or after {@link #respond}.
   *
   * @throws ClientGoneException if the client has left
   * @throws IllegalArgumentException if the status is not 100 to 199, or is 101
   */
  void inform(int status, Fields fields) throws IOException;

  /**
   * Begins the response; called once. The front may hold the bytes back until the first flush,
   * until its buffer is full or until the response ends.
   *
   * <p>Framing fields in {@code fields} are left out, because the front writes them itself. {@code
   * Connection: close} closes an HTTP/1 connection after this response; other protocols leave it
   * out. A {@code Date} is added if there is none.
   *
   * @param length of the content in bytes, or {@link Body#UNKNOWN}. In an answer to HEAD and with
   *     304 it is only declared, and no content is written; with 204 and 205 it is ignored
   * @throws ClientGoneException if the client has left
   * @throws IllegalArgumentException if the status is not 200 to 599
   * @throws IllegalStateException if this method was called before
   */
  ResponseContent respond(int status, Fields fields, long length) throws IOException;

  /**
   * Ends HTTP on this exchange: sends the head ({@code 101}, or {@code 200} in answer to CONNECT)
   * and returns both directions as raw bytes.
   *
   * @throws ClientGoneException if the client has left
   * @throws UnsupportedOperationException if this front has no tunnels; nothing has been sent then
   */
  Tunnel tunnel(int status, Fields fields) throws IOException;

  /**
   * Sets an action to run when the client leaves: when its side of the connection, or its stream,
   * ends or is reset while the response is awaited or sent. The action runs at most once, on
   * another thread, and never after the end of the exchange. If the client has left already, it
   * runs at once. It must not block. A front that cannot see a client leave does nothing, and says
   * so in its documentation.
   */
  void onGone(Runnable cancel);

  /**
   * Cuts the exchange so that the client sees that the response is incomplete: HTTP/1 cuts the
   * connection, HTTP/2 resets the stream. May be called by any thread, at any time, more than once.
   */
  void abort();
}
