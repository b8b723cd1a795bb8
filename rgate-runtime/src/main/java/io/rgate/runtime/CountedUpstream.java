package io.rgate.runtime;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Timeouts;

/**
 * An upstream that counts what is under way at each endpoint.
 *
 * @param upstream does the work
 * @param endpoints by id
 */
record CountedUpstream(Upstream upstream, Underway<String> endpoints) implements Upstream {

  @Override
  public Response send(Endpoint endpoint, Request originRequest, Timeouts timeouts)
      throws UpstreamException {
    return endpoints.during(endpoint.id(), () -> upstream.send(endpoint, originRequest, timeouts));
  }

  @Override
  public void close() {
    upstream.close();
  }
}
