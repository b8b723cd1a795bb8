package io.rgate.benchmarks.peers;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty's ProxyHandler: {@code JettyPeer PORT ORIGIN}. */
final class JettyPeer {
  private JettyPeer() {}

  public static void main(String[] args) throws Exception {
    URI origin = URI.create(args[1]);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
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
            HttpClient client = super.newHttpClient();
            client.setMaxConnectionsPerDestination(1024);
            return client;
          }
        });
    server.start();
  }
}
