package io.rgate.discovery.docker.place;

import static io.rgate.discovery.docker.engine.Containers.container;
import static io.rgate.discovery.docker.place.Placed.place;
import static io.rgate.discovery.docker.place.Placed.reason;
import static io.rgate.discovery.docker.place.Placed.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Containers;
import org.junit.jupiter.api.Test;

/** Which address of a container is taken, and what is said of that. */
class AutoAddressTest {
  private static final String LOOPBACK = "127.0.0.1";

  @Test
  void autoTakesTheOwnAddressOnSharedNetworkAndSaysSo() {
    Placement placement =
        place(container("a").published(80, LOOPBACK, 1).network("web", "172.18.0.2"));
    assertThat(placement.endpoint().uri()).hasToString("http://172.18.0.2:80");
    assertThat(placement.why()).isEqualTo("its own, on the network web");
  }

  /** So that what answers does not depend on which address is taken. */
  @Test
  void autoKeepsThePortThatIsPublished() {
    Containers container =
        container("a").exposed(80).published(8443, "", 2).network("web", "172.18.0.2");
    assertThat(uri(container)).isEqualTo("http://172.18.0.2:8443");
    assertThat(uri(container.label("rgate.port", "80"))).isEqualTo("http://172.18.0.2:80");
  }

  @Test
  void autoTakesThePublishedPortWhereNoNetworkIsSharedAndSaysSo() {
    Placement elsewhere = place(container("a").published(80, "", 1).network("far", "10.0.0.2"));
    assertThat(elsewhere.endpoint().uri()).hasToString("http://127.0.0.1:1");
    assertThat(elsewhere.why())
        .isEqualTo("published, for this process is not on its networks: far");
    Placement macvlan =
        place(container("b").published(80, "", 2).network("lan", "172.17.0.9", "elsewhere"));
    assertThat(macvlan.endpoint().uri()).hasToString("http://127.0.0.1:2");
    Placement remote =
        Sites.remote()
            .placer()
            .place(container("c").published(80, "", 3).network("bridge", "172.17.0.2").build());
    assertThat(remote.why())
        .isEqualTo("published, for its own address is on another machine or in a rootless engine");
  }

  @Test
  void settingPrefersNetworkInAutoOnlyWhereThisProcessIsOnIt() {
    Placer preferring = Sites.local().placer(new Placer.Policy(AddressKind.AUTO, "far", false));
    assertThat(
            preferring
                .place(
                    container("a")
                        .published(80, "", 1)
                        .network("far", "10.0.0.2")
                        .network("near", "172.18.0.2")
                        .build())
                .endpoint()
                .uri())
        .hasToString("http://172.18.0.2:80");
  }

  @Test
  void addressThatIsDemandedSaysWhoDemandsIt() {
    Containers both = container("a").published(80, "", 1).network("bridge", "172.17.0.2");
    Placer published = Sites.local().placer(new Placer.Policy(AddressKind.PUBLISHED, "", false));
    assertThat(published.place(both.build()).why())
        .isEqualTo("published, as the setting address says");
    assertThat(place(both.label("rgate.address", "container")).why())
        .isEqualTo("its own, as its label rgate.address says");
  }

  @Test
  void inContainerTheSharedNetworkIsUsedWherePublishedPortsAreOutOfReach() {
    Containers container = container("a").published(80, LOOPBACK, 1).network("own", "172.18.0.2");
    assertThat(uri(Sites.inContainer(), container)).isEqualTo("http://172.18.0.2:80");
    assertThat(
            reason(
                Sites.inContainer(),
                container("b").published(80, LOOPBACK, 1).network("other", "172.19.0.2")))
        .isEqualTo(
            "its ports are published where this process cannot reach them: it seems to run in a"
                + " container with a network of its own; address: published uses them all the same;"
                + " its networks: other, where this process is not");
  }

  /** Else a container of ours that has the same address by chance would get the requests. */
  @Test
  void addressesOfRemoteAndRootlessEnginesAreNeverTakenForOurs() {
    Containers container = container("a").exposed(80).network("bridge", "172.17.0.2");
    String reason =
        "no TCP port is published;"
            + " its own address is on another machine or in a rootless engine";
    assertThat(reason(Sites.remote(), container)).isEqualTo(reason);
    assertThat(reason(Sites.rootlessEngine(), container)).isEqualTo(reason);
    assertThat(reason(Sites.remote(), container("b").published(80, LOOPBACK, 1)))
        .contains("published where this process cannot reach them");
  }
}
