package io.rgate.runtime;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.api.Response;

/** How bytes get to an endpoint and back; safe for use by many threads at once. */
interface Upstream extends AutoCloseable {

  /**
   * Sends {@code originRequest} to {@code endpoint} and returns the answer as soon as its head is
   * there; the content is streamed in both directions.
   *
   * @throws UpstreamException if no valid head of an answer came
   */
  Response send(Endpoint endpoint, Request originRequest) throws UpstreamException;

  /** Gives up every connection, those in use included. */
  @Override
  void close();
}
