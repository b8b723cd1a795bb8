package io.rgate.runtime.upstream.jdk;

import io.rgate.api.Endpoint;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;

/**
 * Makes upstreams named {@code http_client}, on the JDK's {@code HttpClient}, for {@code http} and
 * {@code https}.
 *
 * <p>That client cannot send obs-text in fields or characters in a target that {@link java.net.URI}
 * refuses (the client gets 400), report interim responses and trailers, switch protocols, keep the
 * case of field names, or return an answer before all of the request was sent.
 */
public final class HttpClientUpstreamProvider implements UpstreamProvider {

  /** For {@link java.util.ServiceLoader}. */
  public HttpClientUpstreamProvider() {}

  @Override
  public String name() {
    return "http_client";
  }

  @Override
  public boolean supports(Endpoint endpoint) {
    return !endpoint.isH2c();
  }

  @Override
  public Upstream create() {
    JdkClientProperties.hostCanBeSet(); // before the first class of the client reads them
    return new HttpClientUpstream();
  }
}
