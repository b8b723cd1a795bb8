package io.rgate.transport;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;

/**
 * Sends requests to endpoints; safe for use by many threads at once.
 *
 * <p>An upstream must do this for the gateway:
 *
 * <ul>
 *   <li>It sends the request's fields unchanged, except for those of framing: {@code
 *       Content-Length} or {@code Transfer-Encoding} come from the body. A request without content
 *       gets a {@code Content-Length: 0} only if its own fields have a {@code Content-Length} and
 *       its method usually has content. Scheme and authority of the connection come from the
 *       endpoint alone. {@code Host} is the request's; if it has none, the endpoint's authority.
 *   <li>It reads and sends the content piece by piece as it comes. An answer may come before all
 *       content was sent; both directions then go on at the same time. Content that has not been
 *       read when the answer's body is closed is given up. A failure of the content's own stream is
 *       reported differently from a failure of the origin: see {@link UpstreamException}.
 *   <li>{@link #send} returns as soon as the head of a final answer has been read and its framing
 *       has been checked; an answer of ambiguous framing is never passed on. Interim responses go
 *       to {@link SendOptions#interim}.
 *   <li>The answer's stream reports its end only when the whole content came; otherwise a read
 *       throws: {@link java.net.SocketTimeoutException} if neither direction has moved for the time
 *       of {@link SendOptions#idleOf}, {@link java.net.ProtocolException} if the bytes are not
 *       HTTP. Its {@code available} gives what can be read without waiting. Its trailers are known
 *       after its end was read.
 *   <li>The code that gets an answer closes its body's stream, once or more, from any thread; the
 *       upstream then keeps or closes the connection. A connection is used again only after an
 *       answer that was complete and had no bytes after it.
 *   <li>The upstream itself sends a request a second time only in two cases: an idle connection
 *       took no byte of it; or the request has no content, its method is safe and no byte of an
 *       answer came (RFC 9110, 9.2.2). It never reads the content's stream twice.
 * </ul>
 */
public interface Upstream extends AutoCloseable {

  /**
   * Sends {@code originRequest} to {@code endpoint}, on the caller's thread, and returns the answer
   * as soon as its head is there.
   *
   * @throws UpstreamException if no valid head of an answer came
   */
  OriginAnswer send(Endpoint endpoint, Request originRequest, SendOptions options)
      throws UpstreamException;

  /** Closes all connections, also those in use; threads that wait on them get an exception. */
  @Override
  void close();
}
