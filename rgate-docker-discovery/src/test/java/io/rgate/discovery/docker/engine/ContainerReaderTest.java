package io.rgate.discovery.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.Container.Port;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerReaderTest {

  @Test
  void readsWhatMattersOfListedContainer() throws IOException {
    Container container =
        listed(
            """
            {"Id":"4f5e","Names":["/payment-1"],"Image":"x","Created":1,
             "Ports":[{"PrivatePort":8080,"Type":"tcp"},{"PrivatePort":53,"Type":"udp"},
                      {"IP":"0.0.0.0","PrivatePort":80,"PublicPort":32768,"Type":"tcp"}],
             "Labels":{"app_name":"payment","empty":""},"State":"running","Status":"Up 2 hours",
             "HostConfig":{"NetworkMode":"default"},
             "NetworkSettings":{"Networks":{"bridge":{"IPAddress":"172.17.0.2","MacAddress":"x"}}},
             "Mounts":[]}
            """);
    assertThat(container)
        .isEqualTo(
            new Container(
                "4f5e",
                "payment-1",
                Map.of("app_name", "payment", "empty", ""),
                "running",
                "",
                "default",
                List.of(new Attachment("bridge", "172.17.0.2")),
                List.of(new Port(8080, "", 0), new Port(80, "0.0.0.0", 32768))));
  }

  @Test
  void toleratesWhatEnginesLeaveOutOrSetToNull() throws IOException {
    Container container =
        listed(
            "{\"Id\":\"a\",\"Names\":null,\"Labels\":null,\"Ports\":null,\"State\":\"running\"}");
    assertThat(container.labels()).isEmpty();
    assertThat(container.ports()).isEmpty();
    assertThat(container.networks()).isEmpty();
    assertThat(container.name()).isEmpty();
  }

  @Test
  void takesAddressOfVersionSixWhereThereIsNoOther() throws IOException {
    Container container =
        listed(
            """
            {"Id":"a","State":"running","NetworkSettings":{"Networks":
              {"six":{"IPAddress":"","GlobalIPv6Address":"fd00::2"}}}}
            """);
    assertThat(container.networks()).containsExactly(new Attachment("six", "fd00::2"));
  }

  @ParameterizedTest
  @CsvSource({
    "Up 2 minutes,''",
    "Up 2 minutes (healthy),healthy",
    "Up 1 second (unhealthy),unhealthy",
    "Up Less than a second (health: starting),starting"
  })
  void readsHealthOutOfTheStatusText(String status, String health) throws IOException {
    assertThat(listed("{\"Id\":\"a\",\"Status\":\"" + status + "\"}").health()).isEqualTo(health);
  }

  @ParameterizedTest
  @CsvSource({"none,''", "healthy,healthy", "unhealthy,unhealthy", "starting,starting"})
  void readsHealthWhereTheEngineSaysItInFieldOfItsOwn(String status, String health)
      throws IOException {
    assertThat(
            listed("{\"Id\":\"a\",\"Health\":{\"Status\":\"" + status + "\",\"FailingStreak\":0}}")
                .health())
        .isEqualTo(health);
  }

  private static Container listed(String json) throws IOException {
    return ContainerReader.listed(
        Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
  }
}
