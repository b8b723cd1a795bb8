package io.rgate.app;

import io.rgate.config.LogFormat;
import io.rgate.runtime.Gateway;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the gateway without Docker, with sample backends inside the process. */
@Command(
    name = "demo",
    description = "Runs the gateway with sample backends inside the process, without Docker.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class Demo implements Callable<Integer> {
  @Mixin private Listen listen = new Listen();

  @Override
  public Integer call() throws IOException, InterruptedException {
    listen.logAs(LogFormat.TEXT);
    // Called first, so that the JDK's server is configured for the gateway before the samples use
    // it.
    Gateway.Builder builder = Gateway.builder();
    try (SampleOrigin payment1 = SampleOrigin.start("payment-1");
        SampleOrigin payment2 = SampleOrigin.start("payment-2");
        SampleOrigin orders = SampleOrigin.start("orders-1")) {
      builder
          .route("/api/payment", "payment")
          .route("/api/orders", "orders")
          .defaultResponse(403, "This is not reachable")
          .backend("payment", "app_name=payment", "env=production")
          .backend("orders", "app_name=orders", "env=production")
          .endpoint(payment1.url(), Map.of("app_name", "payment", "env", "production"))
          .endpoint(payment2.url(), Map.of("app_name", "payment", "env", "production"))
          .endpoint(orders.url(), Map.of("app_name", "orders", "env", "production"));
      return listen.serve(builder, System.out, Demo::whatToTry);
    }
  }

  private static String whatToTry(int port) {
    return """
    Try, in another terminal:
      curl http://127.0.0.1:%1$d/api/payment/42     payment-1 or payment-2, at random
      curl http://127.0.0.1:%1$d/api/orders/7       orders-1
      curl -i http://127.0.0.1:%1$d/elsewhere       the default response, 403
      curl http://127.0.0.1:%1$d/stats              the traffic so far
    """
        .formatted(port);
  }
}
