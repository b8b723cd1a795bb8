package io.rgate.benchmarks.peers;

import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;

/** Undertow's proxy: {@code UndertowPeer PORT ORIGIN}. */
final class UndertowPeer {
  private UndertowPeer() {}

  public static void main(String[] args) throws Exception {
    // The limit first: a host takes it when it is added, and answers 503 beyond it.
    LoadBalancingProxyClient client =
        new LoadBalancingProxyClient().setConnectionsPerThread(1024).addHost(new URI(args[1]));
    Undertow.builder()
        .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
        .setHandler(ProxyHandler.builder().setProxyClient(client).build())
        .build()
        .start();
  }
}
