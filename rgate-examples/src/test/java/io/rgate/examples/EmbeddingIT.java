package io.rgate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.runtime.Gateway;
import org.junit.jupiter.api.Test;

/** The gateway inside an application. */
class EmbeddingIT {

  @Test
  void routesFiltersAndAnswersByDefault() throws Exception {
    try (Origin origin = new Origin();
        Gateway gateway = Embedding.start(origin.url(), 0)) {
      assertThat(Client.get(gateway.port(), "/api/payment/1").body())
          .isEqualTo("/api/payment/1 for red");
      assertThat(Client.get(gateway.port(), "/elsewhere").statusCode()).isEqualTo(403);
    }
  }
}
