package io.rgate.benchmarks.peers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/** Spring Cloud Gateway on WebFlux: {@code WebFluxPeer PORT ORIGIN}. */
@SpringBootApplication
public class WebFluxPeer {

  public static void main(String[] args) {
    System.setProperty("server.port", args[0]);
    System.setProperty("server.address", "127.0.0.1");
    System.setProperty("peer.origin", args[1]);
    SpringApplication.run(WebFluxPeer.class);
  }

  @Bean
  RouteLocator routes(RouteLocatorBuilder builder) {
    return builder
        .routes()
        .route("all", route -> route.path("/**").uri(System.getProperty("peer.origin")))
        .build();
  }
}
