package io.rgate.http;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.http.tls.TestTls;
import io.rgate.testkit.transport.UpstreamContract;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What an upstream promises, over TLS: each origin of raw bytes has a {@link TlsRelay} before it.
 */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class DirectUpstreamTlsContractIT extends UpstreamContract {

  @Override
  protected UpstreamProvider provider() {
    DirectUpstreamProvider direct = new DirectUpstreamProvider();
    return new UpstreamProvider() {
      @Override
      public String name() {
        return direct.name();
      }

      @Override
      public boolean supports(Endpoint endpoint) {
        return true;
      }

      @Override
      public Upstream create() {
        return new Relayed(direct.create(TestTls.trusting()));
      }
    };
  }

  private record Relayed(Upstream upstream, Map<Integer, TlsRelay> relays) implements Upstream {
    private Relayed(Upstream upstream) {
      this(upstream, new ConcurrentHashMap<>());
    }

    private Endpoint secured(Endpoint plain) {
      int port = relays.computeIfAbsent(plain.port(), Relayed::relay).port();
      String url = "https://localhost:" + port;
      return new Endpoint(url, URI.create(url), Map.of());
    }

    private static TlsRelay relay(int port) {
      try {
        return new TlsRelay(port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public OriginAnswer send(Endpoint endpoint, Request request, SendOptions options)
        throws UpstreamException {
      return upstream.send(secured(endpoint), named(endpoint, request), options);
    }

    private static Request named(Endpoint endpoint, Request request) {
      return request.fields().contains("Host")
          ? request
          : request.withFields(request.fields().with("Host", endpoint.uri().getRawAuthority()));
    }

    @Override
    public boolean hasConnection(Endpoint endpoint) {
      return upstream.hasConnection(secured(endpoint));
    }

    @Override
    public Connected connect(Endpoint endpoint, Duration atMost) throws UpstreamException {
      return upstream.connect(secured(endpoint), atMost);
    }

    @Override
    public boolean tellsInterim(Endpoint endpoint) {
      return upstream.tellsInterim(secured(endpoint));
    }

    @Override
    public boolean offersTunnel(Endpoint endpoint) {
      return upstream.offersTunnel(secured(endpoint));
    }

    @Override
    public void close() {
      upstream.close();
      for (TlsRelay relay : relays.values()) {
        try {
          relay.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
