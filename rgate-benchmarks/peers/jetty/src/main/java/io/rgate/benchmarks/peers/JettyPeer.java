package io.rgate.benchmarks.peers;

import java.net.URI;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's ProxyHandler: {@code JettyPeer PORT ORIGIN WIRE KEYSTORE PASSWORD}. */
final class JettyPeer {
  private JettyPeer() {}

  public static void main(String[] args) throws Exception {
    URI origin = URI.create(args[1]);
    String wire = args[2];
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, protocols(wire, args[3], args[4]));
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(args[0]));
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    server.setHandler(
        new ProxyHandler.Reverse(
            request ->
                HttpURI.build(request.getHttpURI())
                    .scheme("http")
                    .host(origin.getHost())
                    .port(origin.getPort())) {
          @Override
          protected HttpClient newHttpClient() {
            HttpClient client =
                wire.equals("grpc")
                    ? new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()))
                    : super.newHttpClient();
            client.setMaxConnectionsPerDestination(1024);
            return client;
          }
        });
    server.start();
  }

  private static ConnectionFactory[] protocols(String wire, String keystore, String password) {
    HttpConfiguration configuration = new HttpConfiguration();
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    return switch (wire) {
      case "tls" -> {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keystore);
        tls.setKeyStorePassword(password);
        configuration.addCustomizer(new SecureRequestCustomizer());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http.getProtocol());
        yield new ConnectionFactory[] {
          new SslConnectionFactory(tls, alpn.getProtocol()),
          alpn,
          new HTTP2ServerConnectionFactory(configuration),
          http
        };
      }
      case "h2c", "grpc" ->
          new ConnectionFactory[] {http, new HTTP2CServerConnectionFactory(configuration)};
      default -> new ConnectionFactory[] {http};
    };
  }
}
