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

/** Spring Cloud Gateway on MVC: {@code MvcPeer PORT ORIGIN WIRE KEYSTORE PASSWORD}. */
@SpringBootApplication
public class MvcPeer {

  public static void main(String[] args) {
    System.setProperty("server.port", args[0]);
    System.setProperty("server.address", "127.0.0.1");
    System.setProperty("peer.origin", args[1]);
    if (args[2].equals("tls")) {
      System.setProperty("server.ssl.key-store", args[3]);
      System.setProperty("server.ssl.key-store-password", args[4]);
      System.setProperty("server.ssl.key-store-type", "PKCS12");
    }
    boolean http2 = args[2].equals("tls") || args[2].equals("h2c") || args[2].equals("grpc");
    System.setProperty("server.http2.enabled", Boolean.toString(http2));
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
