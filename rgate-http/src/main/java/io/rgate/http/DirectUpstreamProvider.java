package io.rgate.http;

import io.rgate.api.Endpoint;
import io.rgate.http.client.DirectUpstream;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;

/** Makes upstreams that use HTTP/1.1 and HTTP/2, to endpoints without TLS. */
public final class DirectUpstreamProvider implements UpstreamProvider {

  /** For the service loader, and for code that makes upstreams itself. */
  public DirectUpstreamProvider() {}

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public boolean supports(Endpoint endpoint) {
    return !endpoint.isTls();
  }

  @Override
  public Upstream create() {
    return new DirectUpstream();
  }
}
