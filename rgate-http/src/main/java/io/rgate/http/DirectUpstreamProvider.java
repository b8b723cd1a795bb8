package io.rgate.http;

import io.rgate.api.Endpoint;
import io.rgate.http.client.DirectUpstream;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;

/** Makes upstreams that use HTTP/1.1 and HTTP/2 over pooled connections, plain or with TLS. */
public final class DirectUpstreamProvider implements UpstreamProvider {

  /** For the service loader, and for code that makes upstreams itself. */
  public DirectUpstreamProvider() {}

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public boolean supports(Endpoint endpoint) {
    return true;
  }

  @Override
  public Upstream create() {
    return create(UpstreamSettings.DEFAULT);
  }

  @Override
  public Upstream create(UpstreamSettings settings) {
    return new DirectUpstream(settings);
  }
}
