package io.rgate.transport;

import io.rgate.api.Endpoint;

/** Makes upstreams of one kind; {@link java.util.ServiceLoader} finds it. */
public interface UpstreamProvider {

  /** The name of this kind in {@code upstream.client}. */
  String name();

  /** Whether it can send to endpoints that have the scheme of {@code endpoint}. */
  boolean supports(Endpoint endpoint);

  /** Makes an upstream without connections. */
  Upstream create();
}
