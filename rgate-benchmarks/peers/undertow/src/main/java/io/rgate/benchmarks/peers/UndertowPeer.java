package io.rgate.benchmarks.peers;

import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;

/** Undertow's proxy: {@code UndertowPeer PORT ORIGIN}. */
final class UndertowPeer {
  private UndertowPeer() {}

  public static void main(String[] args) throws Exception {
    LoadBalancingProxyClient client =
        new LoadBalancingProxyClient().addHost(new URI(args[1])).setConnectionsPerThread(1024);
    Undertow.builder()
        .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
        .setHandler(ProxyHandler.builder().setProxyClient(client).build())
        .build()
        .start();
  }
}
