package io.rgate.runtime;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Timeouts;

/**
 * How bytes get to an endpoint and back; safe for use by many threads at once.
 *
 * <p>What an implementation owes its caller, and the conformance suite holds it to:
 *
 * <ul>
 *   <li>The fields of the request are sent as they are, without those of framing: {@code
 *       Content-Length} or {@code Transfer-Encoding} come from the body. A request without content
 *       gets a {@code Content-Length: 0} only if its own fields hold a {@code Content-Length}.
 *   <li>The content is read and sent piece by piece as the client sends it, by another thread than
 *       the one that waits for the answer: an answer may come before all of the content was sent,
 *       and both then go on at the same time. What was not read yet is given up when the response's
 *       body is closed.
 *   <li>{@link #send} returns as soon as the head of a final answer is there; 1xx are left out. The
 *       framing has been checked by {@link OriginFraming} before, so that nothing ambiguous is ever
 *       passed on.
 *   <li>The response's body says its end only when the whole content came; else reading it throws.
 *       It also throws when neither direction has moved for the time that {@link
 *       OriginFraming#idle} says. A connection is used again only after an answer that came whole
 *       and had nothing behind it.
 * </ul>
 */
interface Upstream extends AutoCloseable {

  /**
   * Sends {@code originRequest} to {@code endpoint} and returns the answer as soon as its head is
   * there.
   *
   * @param timeouts those of the request's route; the time for the head begins with the last byte
   *     of the request
   * @throws UpstreamException if no valid head of an answer came
   */
  Response send(Endpoint endpoint, Request originRequest, Timeouts timeouts)
      throws UpstreamException;

  /** Gives up every connection, those in use included. */
  @Override
  void close();
}
