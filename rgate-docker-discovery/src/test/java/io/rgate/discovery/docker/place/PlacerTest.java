package io.rgate.discovery.docker.place;

import static io.rgate.discovery.docker.engine.Containers.container;
import static io.rgate.discovery.docker.place.Placed.reason;
import static io.rgate.discovery.docker.place.Placed.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Container;
import io.rgate.discovery.docker.engine.Container.Port;
import io.rgate.discovery.docker.engine.Containers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacerTest {
  private static final String LOOPBACK = "127.0.0.1";

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "::"})
  void portPublishedEverywhereIsReachedThroughLoopback(String everywhere) {
    assertThat(uri(container("a").published(80, everywhere, 32768)))
        .isEqualTo("http://127.0.0.1:32768");
  }

  @Test
  void portPublishedOnOneAddressIsReachedThere() {
    assertThat(uri(container("a").published(80, "127.0.0.2", 8080)))
        .isEqualTo("http://127.0.0.2:8080");
  }

  @Test
  void ofTwoAddressesForOnePortThatOfVersionFourIsUsed() {
    assertThat(uri(container("a").published(80, "::1", 1).published(80, LOOPBACK, 2)))
        .isEqualTo("http://127.0.0.1:2");
    assertThat(uri(container("a").published(80, "::1", 1))).isEqualTo("http://[::1]:1");
  }

  @Test
  void portPublishedByRemoteEngineIsReachedOnItsHost() {
    assertThat(uri(Sites.remote(), container("a").published(80, "0.0.0.0", 8080)))
        .isEqualTo("http://build.example:8080");
    assertThat(uri(Sites.remote(), container("a").published(80, "10.1.2.3", 8080)))
        .isEqualTo("http://10.1.2.3:8080");
  }

  @Test
  void withoutPublishedPortTheContainersOwnAddressAndExposedPortAreUsed() {
    assertThat(uri(container("a").exposed(8080).network("bridge", "172.17.0.2")))
        .isEqualTo("http://172.17.0.2:8080");
  }

  @Test
  void containerOnTheHostsNetworkIsReachedOnTheHost() {
    Containers host = container("a").networkMode("host").network("host", "").exposed(8080);
    assertThat(uri(host)).isEqualTo("http://127.0.0.1:8080");
    assertThat(uri(Sites.remote(), host)).isEqualTo("http://build.example:8080");
    assertThat(reason(Sites.inContainer(), host)).contains("a host that is not this process's");
  }

  @Test
  void endpointCarriesIdNameLabelsAndWeight() {
    Placement placement =
        Sites.local()
            .placer()
            .place(
                container("a")
                    .label("x", "1")
                    .label("rgate.weight", "7")
                    .published(80, "", 1)
                    .build());
    assertThat(placement.endpoint().id()).isEqualTo("a");
    assertThat(placement.endpoint().name()).isEqualTo("name-of-a");
    assertThat(placement.endpoint().labels()).isEqualTo(Map.of("x", "1", "rgate.weight", "7"));
    assertThat(placement.endpoint().weight()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "restarting", "removing", "paused", "exited", "dead"})
  void containerThatDoesNotRunIsRejected(String state) {
    assertThat(reason(container("a").published(80, "", 1).state(state)))
        .isEqualTo("not running: " + state);
  }

  @Test
  void containerWithHealthCheckCountsWhileHealthy() {
    Containers container = container("a").published(80, "", 1);
    assertThat(uri(container.health("healthy"))).isEqualTo("http://127.0.0.1:1");
    assertThat(reason(container.health("unhealthy"))).isEqualTo("unhealthy");
    assertThat(reason(container.health("starting"))).isEqualTo("health check: starting");
    Placer ignoring = Sites.local().placer(new Placer.Policy(AddressKind.AUTO, "", true));
    assertThat(ignoring.place(container.health("unhealthy").build()).endpoint()).isNotNull();
  }

  @Test
  void ofSeveralPortsTheLowestIsUsedAndTheLogSaysHowToChoose() {
    Containers container = container("a").published(8443, "", 2).published(8080, "", 1);
    assertThat(uri(container)).isEqualTo("http://127.0.0.1:1");
    assertThat(Sites.local().placer().place(container.build()).note())
        .isEqualTo("8080, 8443 are published: uses 8080; the label rgate.port chooses another one");
    assertThat(uri(container("a").exposed(9000).exposed(8000).network("bridge", "172.17.0.2")))
        .isEqualTo("http://172.17.0.2:8000");
  }

  @Test
  void labelChoosesThePortAndNothingNeedsToBeSaid() {
    Containers container =
        container("a")
            .label("rgate.port", "8443")
            .label("rgate.scheme", "https")
            .published(8443, "", 2)
            .published(8080, "", 1);
    assertThat(uri(container)).isEqualTo("https://127.0.0.1:2");
    assertThat(Sites.local().placer().place(container.build()).note()).isEmpty();
  }

  @Test
  void labelChoosesPortThatIsNeitherPublishedNorExposed() {
    assertThat(
            uri(
                container("a")
                    .label("rgate.port", "9999")
                    .published(80, "", 1)
                    .network("bridge", "172.17.0.2")))
        .isEqualTo("http://172.17.0.2:9999");
  }

  @Test
  void onlyPortsOfTheChosenAddressAreChosenFrom() {
    assertThat(uri(container("a").exposed(80).published(8443, "", 2)))
        .isEqualTo("http://127.0.0.1:2");
  }

  @Test
  void ofSeveralNetworksTheFirstSharedOneIsUsed() {
    assertThat(
            uri(
                container("a")
                    .exposed(80)
                    .network("far", "10.0.0.2")
                    .network("near", "172.18.0.2")
                    .network("also", "172.17.0.2")))
        .isEqualTo("http://172.18.0.2:80");
  }

  @Test
  void settingPrefersNetworkAndLabelDemandsOne() {
    Containers container =
        container("a").exposed(80).network("one", "172.17.0.2").network("two", "172.18.0.2");
    Placer preferring = Sites.local().placer(new Placer.Policy(AddressKind.AUTO, "two", false));
    assertThat(preferring.place(container.build()).endpoint().uri())
        .hasToString("http://172.18.0.2:80");
    Placer other = Sites.local().placer(new Placer.Policy(AddressKind.AUTO, "elsewhere", false));
    assertThat(other.place(container.build()).endpoint().uri()).hasToString("http://172.17.0.2:80");
    assertThat(uri(container.label("rgate.network", "two"))).isEqualTo("http://172.18.0.2:80");
    assertThat(reason(container.label("rgate.network", "three")))
        .contains("no address on network 'three', which its label rgate.network names")
        .contains("its networks: one, two");
  }

  @Test
  void settingAndLabelChooseTheKindOfAddress() {
    Containers both = container("a").published(80, "", 1).network("bridge", "172.17.0.2");
    Placer own = Sites.local().placer(new Placer.Policy(AddressKind.CONTAINER, "", false));
    assertThat(own.place(both.build()).endpoint().uri()).hasToString("http://172.17.0.2:80");
    assertThat(uri(both.label("rgate.address", "container"))).isEqualTo("http://172.17.0.2:80");
    assertThat(own.place(both.label("rgate.address", "published").build()).endpoint().uri())
        .hasToString("http://127.0.0.1:1");
    Placer published = Sites.local().placer(new Placer.Policy(AddressKind.PUBLISHED, "", false));
    assertThat(
            published
                .place(container("b").exposed(80).network("x", "172.17.0.2").build())
                .rejected()
                .reason())
        .isEqualTo("no TCP port is published");
  }

  @Test
  void containerWithoutNameIsCalledByItsShortId() {
    String id = "0123456789ab".repeat(5) + "cdef";
    Container container =
        new Container(
            id, "", Map.of(), "running", "", "bridge", List.of(), List.of(new Port(80, "", 1)));
    assertThat(Sites.local().placer().place(container).endpoint().name()).isEqualTo("0123456789ab");
  }

  @Test
  void containerWithoutPortOrAddressIsRejected() {
    assertThat(reason(container("a").network("bridge", "172.17.0.2")))
        .isEqualTo(
            "no TCP port is published;"
                + " no TCP port is exposed; the label rgate.port can name one");
    assertThat(reason(container("a").exposed(80).network("none", "")))
        .isEqualTo("no TCP port is published; it has no address on a network");
  }
}
