package io.rgate.benchmarks.peers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.io.File;
import java.net.URI;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Undertow's proxy: {@code UndertowPeer PORT ORIGIN WIRE KEYSTORE PASSWORD}. */
final class UndertowPeer {
  private UndertowPeer() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    URI origin = new URI(args[1]);
    if (args[2].equals("grpc")) {
      origin = new URI("h2c-prior", origin.getAuthority(), null, null, null);
    }
    // The limit first: a host takes it when it is added, and answers 503 beyond it.
    LoadBalancingProxyClient client =
        new LoadBalancingProxyClient().setConnectionsPerThread(1024).addHost(origin);
    Undertow.Builder builder = Undertow.builder();
    switch (args[2]) {
      case "tls" ->
          builder
              .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
              .addHttpsListener(port, "127.0.0.1", tls(args[3], args[4].toCharArray()));
      case "h2c", "grpc" ->
          builder
              .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
              .addHttpListener(port, "127.0.0.1");
      default -> builder.addHttpListener(port, "127.0.0.1");
    }
    builder.setHandler(ProxyHandler.builder().setProxyClient(client).build()).build().start();
  }

  private static SSLContext tls(String keystore, char[] password) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(new File(keystore), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
