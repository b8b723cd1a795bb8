package io.rgate.runtime;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Timeouts;
import io.rgate.config.UpstreamClient;

/** Two upstreams, one for each scheme that an endpoint's URI can have. */
final class SchemeUpstream implements Upstream {
  private final Upstream http;
  private final Upstream https;

  private SchemeUpstream(Upstream http, Upstream https) {
    this.http = http;
    this.https = https;
  }

  /** What {@code client} stands for. */
  static Upstream of(UpstreamClient client) {
    return switch (client) {
      case HTTP_CLIENT -> new HttpClientUpstream();
      case AUTO, DIRECT -> new SchemeUpstream(new DirectUpstream(), new HttpClientUpstream());
    };
  }

  @Override
  public Response send(Endpoint endpoint, Request originRequest, Timeouts timeouts)
      throws UpstreamException {
    Upstream upstream = endpoint.uri().getScheme().equalsIgnoreCase("https") ? https : http;
    return upstream.send(endpoint, originRequest, timeouts);
  }

  @Override
  public void close() {
    http.close();
    https.close();
  }
}
