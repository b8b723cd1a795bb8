package io.rgate.discovery.docker.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Container.Attachment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {

  /** Loopback is the one interface that is everywhere: 127.0.0.1/8. */
  @ParameterizedTest
  @CsvSource({
    "127.200.3.4,true",
    "126.0.0.1,false",
    "10.0.0.1,false",
    "fd00::2,false",
    "localhost,false",
    "999.1.1.1,false",
    ":::,false",
    "'',false"
  })
  void sharesAddressesInTheNetworksOfItsInterfaces(String address, boolean shared)
      throws IOException {
    Reach reach = new Interfaces(loopback(), true);
    assertThat(reach.shares(address)).isEqualTo(shared);
  }

  /** The interface has 127.0.0.1/8. */
  @ParameterizedTest
  @CsvSource({
    "127.2.3.4,8,127.0.0.1,true,true",
    "127.2.3.4,8,'',true,true",
    "127.2.3.4,0,'',true,true",
    "127.2.3.4,16,127.0.0.1,true,false",
    "126.2.3.4,8,127.0.0.1,true,false",
    "127.2.3.4,8,127.0.0.2,true,false",
    "127.2.3.4,8,127.0.0.2,false,true"
  })
  void isOnNetworkOfSamePrefixAndOnTheEnginesMachineIsItsGateway(
      String address, int prefix, String gateway, boolean onHost, boolean expected)
      throws IOException {
    Reach reach = new Interfaces(loopback(), onHost);
    assertThat(reach.isOn(new Attachment("web", address, prefix, gateway))).isEqualTo(expected);
  }

  @Test
  void isReadAgainOnceInRoundForAddressesOutOfIt() {
    AtomicInteger reads = new AtomicInteger();
    ReachCache reach =
        new ReachCache(() -> {
          int read = reads.incrementAndGet();
          return new Reach() {
            @Override
            public boolean shares(String address) {
              return address.equals("network" + read);
            }

            @Override
            public boolean isOn(Attachment network) {
              return shares(network.address());
            }

            @Override
            public boolean onHost() {
              return read == 1;
            }
          };
        });
    assertThat(reach.shares("network1")).isTrue();
    assertThat(reach.shares("network2")).as("once in a round").isFalse();
    assertThat(reads).hasValue(1);
    reach.nextRound();
    assertThat(reach.shares("network1")).as("as it was").isTrue();
    assertThat(reads).hasValue(1);
    assertThat(reach.shares("network2")).as("a network has come").isTrue();
    assertThat(reach.onHost()).isFalse();
    reach.forget();
    assertThat(reach.shares("network2")).as("a network has gone").isFalse();
    assertThat(reads).hasValue(3);
  }

  private static List<InterfaceAddress> loopback() throws IOException {
    return NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
        .getInterfaceAddresses()
        .stream()
        .filter(own -> own.getAddress().getAddress().length == 4)
        .toList();
  }

  /** As Podman's first bridge does. */
  @Test
  void bridgeThatComesLaterIsNoticedInTheNextRound() {
    AtomicInteger reads = new AtomicInteger();
    ReachCache reach = new ReachCache(() -> new Interfaces(List.of(), reads.incrementAndGet() > 1));
    assertThat(reach.onHost()).isFalse();
    assertThat(reach.onHost()).as("once in a round").isFalse();
    reach.nextRound();
    assertThat(reach.onHost()).isTrue();
    reach.nextRound();
    assertThat(reach.onHost()).isTrue();
    assertThat(reads).hasValue(2);
  }

  @Test
  void whereNothingCanBeReadNothingIsShared() {
    ReachCache reach =
        new ReachCache(() -> {
          throw new IOException("no interfaces");
        });
    assertThat(reach.shares("172.17.0.2")).isFalse();
    assertThat(reach.onHost()).isTrue();
  }
}
