package io.rgate.discovery.docker.place;

import static io.rgate.discovery.docker.engine.Containers.container;
import static io.rgate.discovery.docker.place.Placed.place;
import static io.rgate.discovery.docker.place.Placed.reason;
import static io.rgate.discovery.docker.place.Placed.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Containers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What labels may say, and that nothing of it is ignored. */
class LabelsTest {
  @ParameterizedTest
  @EnumSource(AddressKind.class)
  void networkThatTheLabelNamesIsNeverIgnored(AddressKind kind) {
    Containers container =
        container("a")
            .published(80, "", 1)
            .network("web", "172.18.0.2")
            .label("rgate.network", "wbe")
            .label("rgate.address", kind.word());
    assertThat(reason(container))
        .isEqualTo(
            "it has no address on network 'wbe', which its label rgate.network names;"
                + " its networks: web");
    assertThat(place(container.label("rgate.network", "web")).endpoint()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "rgate.wieght,did you mean 'rgate.weight'?",
    "rgate.adress,did you mean 'rgate.address'?",
    "rgate.ports,did you mean 'rgate.port'?",
    "rgate.,'known here: rgate.port, rgate.scheme, rgate.network, rgate.weight, rgate.address, rgate.zone, rgate.server_name'"
  })
  void unknownLabelRejectsTheContainerAndSaysWhichIsNearest(String label, String nearest) {
    assertThat(reason(container("a").published(80, "", 1).label(label, "5")))
        .isEqualTo("label " + label + ": unknown label; " + nearest);
  }

  @Test
  void labelsOfOthersAreNotLookedAt() {
    assertThat(uri(container("a").published(80, "", 1).label("rgate", "x").label("rgates.x", "y")))
        .isEqualTo("http://127.0.0.1:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rgate.port|x|a whole number from 1 to 65535",
        "rgate.port|0|a whole number from 1 to 65535",
        "rgate.port|65536|a whole number from 1 to 65535",
        "rgate.weight|-1|a whole number from 0 to 1000",
        "rgate.weight|1001|a whole number from 0 to 1000",
        "rgate.scheme|HTTPS|http, https or h2c",
        "rgate.zone|''|the name of a zone",
        "rgate.address|host|auto, published or container"
      })
  void labelWithWrongValueRejectsTheContainerAndSaysWhatWouldBeRight(
      String label, String value, String expected) {
    assertThat(reason(container("a").published(80, "", 1).label(label, value)))
        .isEqualTo("label " + label + " must be " + expected + ", was '" + value + "'");
  }
}
