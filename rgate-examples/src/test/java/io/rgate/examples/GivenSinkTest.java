package io.rgate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.stats.memory.MemoryStats;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A sink that is given to the builder takes nothing away from what is configured. */
class GivenSinkTest {

  /** Counts, and cannot be asked. */
  private static final class Count implements StatsSink {
    private final AtomicInteger samples = new AtomicInteger();

    @Override
    public void record(Sample sample) {
      samples.incrementAndGet();
    }

    @Override
    public void close() {}
  }

  private final Count count = new Count();

  private Gateway.Builder builder() {
    return Gateway.builder()
        .endpoint("http://127.0.0.1:1", Map.of())
        .stats(count)
        .host("127.0.0.1")
        .port(0);
  }

  private static HttpResponse<String> get(Gateway gateway, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + gateway.port() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void theDefaultSinkStillAnswers() throws Exception {
    Gateway gateway = builder().start();
    try (gateway) {
      assertThat(get(gateway, "/none").statusCode()).isEqualTo(404);
      assertThat(get(gateway, "/stats").statusCode()).isEqualTo(200);
    }
    // The gateway is closed, so the sample is there.
    assertThat(gateway.stats().error()).isEqualTo(1);
    assertThat(count.samples).hasValue(1);
  }

  @Test
  void aSinkThatTheFileNamesStaysToo() throws Exception {
    ConfigFile none = ConfigFile.parse("t", "routes: []\nbackends: []\nstats: {type: none}\n");
    ConfigFile memory = ConfigFile.parse("t", "routes: []\nbackends: []\nstats: {type: memory}\n");
    try (Gateway unasked = builder().config(none).start();
        Gateway asked = builder().config(memory).start()) {
      assertThat(get(unasked, "/stats").statusCode()).isEqualTo(501);
      assertThat(get(asked, "/stats").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aGivenSinkThatCanBeAskedIsAskedBeforeAConfiguredOne() throws Exception {
    MemoryStats given = MemoryStats.create();
    ConfigFile memory = ConfigFile.parse("t", "routes: []\nbackends: []\nstats: {type: memory}\n");
    Gateway gateway = builder().stats(given).config(memory).start();
    try (gateway) {
      get(gateway, "/none");
    }
    assertThat(gateway.stats()).isEqualTo(given.snapshot());
    assertThat(given.snapshot().error()).isEqualTo(1);
  }
}
