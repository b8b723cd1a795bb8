package io.rgate.discovery.docker.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
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
    NetworkInterface loopback =
        NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
    Reach reach =
        new Reach.Interfaces(
            loopback.getInterfaceAddresses().stream()
                .filter(own -> own.getAddress().getAddress().length == 4)
                .toList(),
            true);
    assertThat(reach.shares(address)).isEqualTo(shared);
  }

  @Test
  void isReadAgainOnceInRoundForAddressesOutOfIt() {
    AtomicInteger reads = new AtomicInteger();
    Reaching reaching =
        new Reaching(() -> {
          int read = reads.incrementAndGet();
          return new Reach() {
            @Override
            public boolean shares(String address) {
              return address.equals("network" + read);
            }

            @Override
            public boolean onHost() {
              return read == 1;
            }
          };
        });
    assertThat(reaching.shares("network1")).isTrue();
    assertThat(reaching.shares("network2")).as("once in a round").isFalse();
    assertThat(reads).hasValue(1);
    reaching.nextRound();
    assertThat(reaching.shares("network1")).as("as it was").isTrue();
    assertThat(reads).hasValue(1);
    assertThat(reaching.shares("network2")).as("a network has come").isTrue();
    assertThat(reaching.onHost()).isFalse();
    reaching.forget();
    assertThat(reaching.shares("network2")).as("a network has gone").isFalse();
    assertThat(reads).hasValue(3);
  }

  @Test
  void whereNothingCanBeReadNothingIsShared() {
    Reaching reaching =
        new Reaching(() -> {
          throw new IOException("no interfaces");
        });
    assertThat(reaching.shares("172.17.0.2")).isFalse();
    assertThat(reaching.onHost()).isTrue();
  }
}
