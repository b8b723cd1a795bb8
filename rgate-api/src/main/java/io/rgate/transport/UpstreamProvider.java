package io.rgate.transport;

import io.rgate.api.Endpoint;

/** Makes upstreams of one kind; what {@link java.util.ServiceLoader} finds. */
public interface UpstreamProvider {

  /** What {@code upstream.client} calls it. */
  String name();

  /** Whether it can send to endpoints with the scheme of {@code endpoint}. */
  boolean supports(Endpoint endpoint);

  /** An upstream without connections. */
  Upstream create();
}
