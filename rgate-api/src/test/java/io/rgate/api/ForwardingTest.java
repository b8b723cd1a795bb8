package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests are forwarded, and whom the gateway believes. */
class ForwardingTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.1.128/25, 192.168.1.129, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.7, 192.168.1.7, true",
    "192.168.1.7, 192.168.1.6, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "::1, ::1, true",
    "fd00::/8, fdab::1, true",
    "fd00::/8, fe80::1, false"
  })
  void aBlockContainsTheAddressesThatShareItsPrefix(String block, String address, boolean inside)
      throws Exception {
    assertThat(AddressBlock.parse(block).contains(InetAddress.getByName(address)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/", "10.0.0/8", "10.0.0.0/x", "::g", "1.2.3.256"})
  void whatIsNoBlockIsRefusedWithoutAskingANameServer(String text) {
    assertThatThrownBy(() -> AddressBlock.parse(text))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "must be an address or a block such as 10.0.0.0/8 or fd00::/8, was '" + text + "'");
  }

  @Test
  void aPrefixIsNotLongerThanTheAddress() {
    assertThatThrownBy(() -> AddressBlock.parse("10.0.0.0/33"))
        .hasMessage("must have a prefix length of 0 to 32, was 33");
  }

  @Test
  void timesMustBeMoreThanNothing() {
    assertThatThrownBy(() -> Timeouts.DEFAULT.withConnect(Duration.ZERO))
        .hasMessage("connect: must be more than 0 and at most a year, was PT0S");
    assertThatThrownBy(() -> Timeouts.DEFAULT.withResponseHead(Duration.ofDays(366)))
        .hasMessageStartingWith("response_head: must be more than 0");
    assertThatThrownBy(() -> Timeouts.DEFAULT.withIdleTunnel(Duration.ZERO))
        .hasMessageStartingWith("idle_tunnel: must be more than 0");
    assertThatThrownBy(() -> Timeouts.DEFAULT.withIdleBody(Duration.ofMillis(-1)))
        .hasMessageStartingWith("idle_body: must be more than 0");
  }

  @Test
  void theSizeOfContentIsNotNegative() {
    assertThatThrownBy(() -> Forwarding.DEFAULT.withMaxRequestBody(-2))
        .hasMessage("max_request_body: must be 0 bytes or more, was -2");
  }

  @Test
  void eachChangeLeavesTheRestAsItWas() {
    List<AddressBlock> trusted = List.of(AddressBlock.parse("::1"));
    Timeouts timeouts = Timeouts.DEFAULT.withConnect(Duration.ofSeconds(1));
    assertThat(
            Forwarding.DEFAULT
                .withPreserveHost(false)
                .withTimeouts(timeouts)
                .withMaxRequestBody(5)
                .withForwarded(true)
                .withTrustedProxies(trusted))
        .isEqualTo(new Forwarding(false, timeouts, 5, true, trusted));
  }

  @ParameterizedTest
  @CsvSource({
    "websocket, websocket, true",
    "websocket, WebSocket, true",
    "websocket, websockets, false",
    "websocket, web, false",
    "spdy, SPDY/3.1, true",
    "SPDY/3.1, SPDY/3.1, true",
    "SPDY/3.1, SPDY/3, false",
    "SPDY/3.1, SPDY, false"
  })
  void aProtocolWithoutAVersionIsForAllVersions(String allowed, String wanted, boolean may) {
    Forwarding forwarding = Forwarding.DEFAULT.withUpgrade(List.of("other", allowed));
    assertThat(forwarding.allowsUpgrade(wanted)).isEqualTo(may);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "web socket", "/1", "a/", "a/1/2", "ä"})
  void whatUpgradeCannotNameIsRefused(String protocol) {
    assertThatThrownBy(() -> Forwarding.DEFAULT.withUpgrade(List.of("websocket", protocol)))
        .hasMessage(
            "upgrade[1]: must be a protocol such as websocket or SPDY/3.1, was '" + protocol + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "H2C", "HTTP/2.0", "TLS/1.2", "h2", "h3"})
  void inATunnelThereMustBeNoHttp(String protocol) {
    assertThatThrownBy(() -> Forwarding.DEFAULT.withUpgrade(List.of(protocol)))
        .hasMessageStartingWith("upgrade[0]: must not be HTTP or TLS, in which requests would pass")
        .hasMessageEndingWith("was '" + protocol + "'");
  }
}
