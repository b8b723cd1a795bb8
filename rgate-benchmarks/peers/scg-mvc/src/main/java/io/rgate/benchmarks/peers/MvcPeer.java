package io.rgate.benchmarks.peers;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.cloud.gateway.server.mvc.predicate.GatewayRequestPredicates.path;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Spring Cloud Gateway on MVC: {@code MvcPeer PORT ORIGIN}. */
@SpringBootApplication
public class MvcPeer {

  public static void main(String[] args) {
    System.setProperty("server.port", args[0]);
    System.setProperty("server.address", "127.0.0.1");
    System.setProperty("peer.origin", args[1]);
    SpringApplication.run(MvcPeer.class);
  }

  @Bean
  RouterFunction<ServerResponse> routes() {
    return route("all")
        .route(path("/**"), http())
        .before(uri(System.getProperty("peer.origin")))
        .build();
  }
}
