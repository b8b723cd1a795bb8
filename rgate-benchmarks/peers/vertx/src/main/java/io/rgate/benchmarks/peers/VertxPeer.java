package io.rgate.benchmarks.peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;
import java.net.URI;

/** Vert.x http-proxy: {@code VertxPeer PORT ORIGIN}. */
final class VertxPeer {
  private VertxPeer() {}

  public static void main(String[] args) {
    URI origin = URI.create(args[1]);
    Vertx vertx = Vertx.vertx();
    HttpProxy proxy =
        HttpProxy.reverseProxy(
                vertx.createHttpClient(
                    new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(1024)))
            .origin(origin.getPort(), origin.getHost());
    vertx
        .createHttpServer()
        .requestHandler(proxy)
        .listen(Integer.parseInt(args[0]), "127.0.0.1")
        .await();
  }
}
