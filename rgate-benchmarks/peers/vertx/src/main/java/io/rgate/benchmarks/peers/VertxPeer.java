package io.rgate.benchmarks.peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.httpproxy.HttpProxy;
import java.net.URI;

/** Vert.x http-proxy: {@code VertxPeer PORT ORIGIN WIRE KEYSTORE PASSWORD}. */
final class VertxPeer {
  private VertxPeer() {}

  public static void main(String[] args) {
    URI origin = URI.create(args[1]);
    Vertx vertx = Vertx.vertx();
    HttpClientOptions client = new HttpClientOptions();
    if (args[2].equals("grpc")) {
      client.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    }
    HttpServerOptions server = new HttpServerOptions();
    if (args[2].equals("tls")) {
      server
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(new PfxOptions().setPath(args[3]).setPassword(args[4]));
    }
    HttpProxy proxy =
        HttpProxy.reverseProxy(
                vertx.createHttpClient(client, new PoolOptions().setHttp1MaxSize(1024)))
            .origin(origin.getPort(), origin.getHost());
    vertx
        .createHttpServer(server)
        .requestHandler(proxy)
        .listen(Integer.parseInt(args[0]), "127.0.0.1")
        .await();
  }
}
