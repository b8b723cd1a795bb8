package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.AddressBlock;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import io.rgate.api.Request;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final List<AddressBlock> PROXIES =
      List.of(AddressBlock.parse("10.0.0.0/8"), AddressBlock.parse("fd00::/8"));

  static Request from(String address, String... fields) {
    InetSocketAddress peer = new InetSocketAddress(AddressBlock.parse(address).address(), 40_000);
    return Request.builder("GET", "/")
        .peer(new Peer(peer, new InetSocketAddress(8080)))
        .fields(Fields.of(fields))
        .build();
  }

  private static String client(String address, String... fields) {
    return new ClientAddress(64, PROXIES).of(from(address, fields));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff::1, 64, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:3:4:5:6, 56, 2001:db8:1:0:0:0:0:0/56",
    "2001:db8:1:2ff:3:4:5:6, 57, 2001:db8:1:280:0:0:0:0/57",
    "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6/128",
    "2001:db8:1:2:3:4:5:6, 1, 0:0:0:0:0:0:0:0/1",
    "::ffff:192.0.2.7, 64, 192.0.2.7",
    "192.0.2.7, 64, 192.0.2.7"
  })
  void theAddressesOfOneIpv6NetworkAreOneClient(String address, int prefix, String client) {
    assertThat(new ClientAddress(prefix, List.of()).of(from(address))).isEqualTo(client);
  }

  @Test
  void whatAStrangerSaysIsNotBelieved() {
    assertThat(client("192.0.2.7", "X-Forwarded-For", "198.51.100.1")).isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.1 | 198.51.100.1",
        "203.0.113.9, 198.51.100.1 | 198.51.100.1",
        "203.0.113.9, 198.51.100.1, 10.1.1.1, fd00::1 | 198.51.100.1",
        "198.51.100.1:4711 | 198.51.100.1",
        "[2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:0/64",
        "2001:db8::1 | 2001:db8:0:0:0:0:0:0/64",
        "10.2.2.2, 10.1.1.1 | 10.2.2.2",
        "198.51.100.1, unknown | 10.0.0.1",
        "198.51.100.1, unknown, 10.1.1.1 | 10.1.1.1",
        "'' | 10.0.0.1",
        "198.51.100.1/24 | 10.0.0.1",
        "[ | 10.0.0.1",
        ", | 10.0.0.1"
      })
  void theClientIsTheFirstFromTheRightThatIsNotTrusted(String field, String client) {
    assertThat(client("10.0.0.1", "X-Forwarded-For", field)).isEqualTo(client);
  }

  @Test
  void severalFieldsAreOneList() {
    assertThat(client("10.0.0.1", "X-Forwarded-For", "198.51.100.1", "X-Forwarded-For", "10.1.1.1"))
        .isEqualTo("198.51.100.1");
  }

  @Test
  void aTrustedProxyThatSaysNothingIsTheClient() {
    assertThat(client("10.0.0.1")).isEqualTo("10.0.0.1");
  }
}
