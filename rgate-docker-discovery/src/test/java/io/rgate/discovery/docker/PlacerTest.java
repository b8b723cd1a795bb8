package io.rgate.discovery.docker;

import static io.rgate.discovery.docker.Containers.container;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacerTest {
  private final Placer placer = new Placer("127.0.0.1");

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "::"})
  void portPublishedEverywhereIsReachedThroughLoopback(String everywhere) {
    assertThat(uri(container("a").published(80, everywhere, 32768)))
        .isEqualTo(URI.create("http://127.0.0.1:32768"));
  }

  @Test
  void portPublishedOnOneAddressIsReachedThere() {
    assertThat(uri(container("a").published(80, "127.0.0.2", 8080)))
        .isEqualTo(URI.create("http://127.0.0.2:8080"));
  }

  @Test
  void portPublishedEverywhereOfRemoteEngineIsReachedOnItsHost() {
    Placement placement =
        new Placer("build.example").place(container("a").published(80, "0.0.0.0", 8080).build());
    assertThat(placement.endpoint().uri()).isEqualTo(URI.create("http://build.example:8080"));
  }

  @Test
  void withoutPublishedPortTheContainersOwnAddressAndExposedPortAreUsed() {
    assertThat(uri(container("a").exposed(8080).network("bridge", "172.17.0.2")))
        .isEqualTo(URI.create("http://172.17.0.2:8080"));
  }

  @Test
  void addressOfVersionSixIsBracketed() {
    assertThat(uri(container("a").exposed(8080).network("bridge", "fd00::2")))
        .isEqualTo(URI.create("http://[fd00::2]:8080"));
  }

  @Test
  void endpointCarriesIdAndAllLabels() {
    Placement placement =
        placer.place(container("a").label("x", "1").label("y", "").published(80, "", 1).build());
    assertThat(placement.endpoint().id()).isEqualTo("a");
    assertThat(placement.endpoint().labels()).isEqualTo(Map.of("x", "1", "y", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "restarting", "removing", "paused", "exited", "dead"})
  void containerThatDoesNotRunIsRejected(String state) {
    Placement placement = placer.place(container("a").published(80, "", 1).state(state).build());
    assertThat(placement.endpoint()).isNull();
    assertThat(placement.reason()).isEqualTo("not running: " + state);
  }

  @Test
  void containerWithoutPortIsRejected() {
    assertThat(placer.place(container("a").network("bridge", "172.17.0.2").build()).reason())
        .isEqualTo("no TCP port is published or exposed");
  }

  @Test
  void containerWithoutAddressIsRejected() {
    assertThat(placer.place(container("a").exposed(80).network("none", "").build()).reason())
        .isEqualTo("no published port, and no address on a network");
  }

  private URI uri(Containers container) {
    Placement placement = placer.place(container.build());
    assertThat(placement.reason()).isEmpty();
    return placement.endpoint().uri();
  }
}
