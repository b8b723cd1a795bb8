package io.rgate.transport;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;

/**
 * Sends requests to endpoints; safe for use by many threads at once.
 *
 * <p>What an upstream owes the gateway:
 *
 * <ul>
 *   <li>The fields of the request are sent as they are, without those of framing: {@code
 *       Content-Length} or {@code Transfer-Encoding} come from the body. A request without content
 *       gets a {@code Content-Length: 0} only if its own fields hold a {@code Content-Length} and
 *       its method usually has content. Scheme and authority of the connection come from the
 *       endpoint alone; {@code Host} is the request's, and the endpoint's authority where there is
 *       none.
 *   <li>The content is read and sent piece by piece as it comes: an answer may come before all of
 *       it was sent, and both then go on at the same time. What was not read yet is given up when
 *       the answer's body is closed. A failure of the content's own stream is told apart from one
 *       of the origin: see {@link UpstreamException}.
 *   <li>{@link #send} returns as soon as the head of a final answer is there, whose framing was
 *       checked: nothing ambiguous is ever passed on. Interim responses go to {@link
 *       SendOptions#interim}.
 *   <li>The answer's stream says its end only when the whole content came; else reading it throws,
 *       {@link java.net.SocketTimeoutException} if neither direction has moved for the time of
 *       {@link SendOptions#idleOf}, {@link java.net.ProtocolException} if what came is not HTTP.
 *       Its {@code available} tells what can be read without waiting. Its trailers are known once
 *       its end was read.
 *   <li>Whoever gets an answer closes its body's stream, once or more, from any thread; that gives
 *       back the connection, or gives it up. A connection is used again only after an answer that
 *       came whole and had nothing behind it.
 *   <li>A request is sent a second time by the upstream itself only if nothing of it was taken by a
 *       connection that had been idle, or, without content, if its method is safe and no byte of an
 *       answer came (RFC 9110, 9.2.2). The content's stream is read once, whatever happens.
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

  /** Gives up every connection, those in use included; threads that wait wake with an exception. */
  @Override
  void close();
}
