package io.rgate.benchmarks.peers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import reactor.netty.http.HttpProtocol;

/** Spring Cloud Gateway on WebFlux: {@code WebFluxPeer PORT ORIGIN WIRE KEYSTORE PASSWORD}. */
@SpringBootApplication
public class WebFluxPeer {

  public static void main(String[] args) {
    System.setProperty("server.port", args[0]);
    System.setProperty("server.address", "127.0.0.1");
    System.setProperty("peer.origin", args[1]);
    System.setProperty("peer.wire", args[2]);
    if (args[2].equals("tls")) {
      System.setProperty("server.ssl.key-store", args[3]);
      System.setProperty("server.ssl.key-store-password", args[4]);
      System.setProperty("server.ssl.key-store-type", "PKCS12");
    }
    boolean http2 = args[2].equals("tls") || args[2].equals("h2c") || args[2].equals("grpc");
    System.setProperty("server.http2.enabled", Boolean.toString(http2));
    SpringApplication.run(WebFluxPeer.class);
  }

  @Bean
  RouteLocator routes(RouteLocatorBuilder builder) {
    return builder
        .routes()
        .route("all", route -> route.path("/**").uri(System.getProperty("peer.origin")))
        .build();
  }

  @Bean
  HttpClientCustomizer http2ToTheOrigin() {
    return client ->
        System.getProperty("peer.wire").equals("grpc") ? client.protocol(HttpProtocol.H2C) : client;
  }
}
