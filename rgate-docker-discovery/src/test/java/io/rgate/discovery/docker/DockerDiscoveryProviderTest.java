package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rgate.api.InvalidConfigException;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerDiscoveryProviderTest {
  private final DockerDiscoveryProvider provider = new DockerDiscoveryProvider();

  @Test
  void isNamedDocker() {
    assertThat(provider.name()).isEqualTo("docker");
  }

  @Test
  void isDeclaredForTheClassPathAndForTheModulePathAlike() throws IOException {
    String file = "META-INF/services/io.rgate.spi.BackendDiscoveryProvider";
    try (InputStream in = DockerDiscoveryProvider.class.getModule().getResourceAsStream(file)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip())
          .isEqualTo(DockerDiscoveryProvider.class.getName());
    }
    assertThat(DockerDiscoveryProvider.class.getModule().getDescriptor().provides())
        .as("the test itself runs on the module path")
        .singleElement()
        .satisfies(provides ->
            assertThat(provides.providers())
                .containsExactly(DockerDiscoveryProvider.class.getName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///run/docker.sock", "tcp://127.0.0.1:2375"})
  void makesDiscoveryThatIsNotStartedYet(String host) {
    BackendDiscovery discovery = provider.create(Settings.of(Map.of("host", host)));
    assertThat(discovery).isInstanceOf(DockerDiscovery.class);
    discovery.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/run/docker.sock", "unix:", "tcp://x", "ftp://x:1", "tcp://a b:1", ""})
  void refusesHostOfNoKnownForm(String host) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () -> provider.create(Settings.of("discovery", Map.of("host", host), k -> null)))
        .withMessageContaining(
            "discovery.host: must be unix:///PATH, tcp://HOST:PORT or context:NAME")
        .withMessageContaining("'" + host + "'");
  }
}
