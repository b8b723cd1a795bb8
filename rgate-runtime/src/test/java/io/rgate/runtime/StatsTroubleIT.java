package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rgate.api.StatsSnapshot;
import io.rgate.runtime.measure.Sinks;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import io.rgate.spi.StatsSource.StatsUnavailableException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a sink that cannot do its work. */
class StatsTroubleIT {
  private static final String WRONG = "the database \"db\" cannot be used";

  /** A sink whose database does not answer. */
  private static final class Away implements StatsSink, StatsSource {
    private volatile boolean away = true;

    @Override
    public void record(Sample sample) {}

    @Override
    public StatsSnapshot snapshot() {
      if (away) {
        throw new StatsUnavailableException(WRONG);
      }
      return StatsSnapshot.EMPTY;
    }

    @Override
    public Optional<String> trouble() {
      return away ? Optional.of(WRONG) : Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  private static Gateway.Builder builder(StatsSink sink) {
    return Gateway.builder()
        .backend("b", "app=b")
        .endpoint("http://127.0.0.1:1", Map.of("app", "b"))
        .stats(sink)
        .host("127.0.0.1")
        .port(0);
  }

  @Test
  void statisticsThatCannotBeToldAre503WithoutTheReason() throws Exception {
    Away sink = new Away();
    try (Gateway gateway = builder(sink).start()) {
      HttpResponse<String> response = get(gateway.port(), "/stats");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).doesNotContain("database");
      assertThatThrownBy(gateway::stats)
          .isInstanceOf(StatsUnavailableException.class)
          .hasMessage(WRONG);
      sink.away = false;
      assertThat(get(gateway.port(), "/stats").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void readyTellsWhatIsWrongAndStaysReady() throws Exception {
    Away sink = new Away();
    ObjectMapper json = new ObjectMapper();
    try (Gateway gateway = builder(sink).admin("127.0.0.1", 0).start()) {
      int admin = gateway.adminPort().orElseThrow();

      HttpResponse<String> ready = get(admin, "/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(json.readTree(ready.body()).get("statistics").asText()).isEqualTo(WRONG);

      sink.away = false;
      assertThat(json.readTree(get(admin, "/ready").body()).get("statistics").asText())
          .isEqualTo("working");
    }
  }

  @Test
  void aSecondSinkThatWorksDoesNotHideTheFirstOne() {
    assertThat(new Sinks(List.of(new TallySink(), new Away())).trouble()).contains(WRONG);
  }
}
