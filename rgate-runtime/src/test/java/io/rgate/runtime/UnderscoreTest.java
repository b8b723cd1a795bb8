package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Compose's containers have names with underscores: such a name is looked up as any other. */
class UnderscoreTest {

  private static final class FirstSample implements StatsSink {
    private final CompletableFuture<Sample> sample = new CompletableFuture<>();

    @Override
    public void record(Sample taken) {
      sample.complete(taken);
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  @Test
  void aNameWithAnUnderscoreIsLookedUp() throws Exception {
    FirstSample sink = new FirstSample();
    try (Gateway gateway =
            Gateway.builder()
                .route("/", "b")
                .backend("b", "k")
                .endpoint("http://no_such.invalid:8080", Map.of("k", "v"))
                .stats(sink)
                .host("127.0.0.1")
                .port(0)
                .start();
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/");
      int status =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();

      Attempt attempt = sink.sample.get(10, TimeUnit.SECONDS).attempts().all().getFirst();
      assertThat(status).isEqualTo(503);
      // A host that the gateway takes for none would be INVALID.
      assertThat(attempt.failure()).isEqualTo(Failure.UNREACHABLE);
    }
  }
}
