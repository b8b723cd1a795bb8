package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import java.net.InetAddress;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {

  private static ConnectionLimit limit(int most, int perClient) {
    return Objects.requireNonNull(
        ConnectionLimit.of(Limits.DEFAULT.withConnections(most, perClient)));
  }

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  @Test
  void withoutALimitNothingIsCounted() {
    assertThat(ConnectionLimit.of(Limits.DEFAULT)).isNull();
  }

  @Test
  void aLimitIsNeverNegative() {
    assertThatThrownBy(() -> Limits.DEFAULT.withConnections(-1, -2))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("max_connections: must be 0 (no limit) or more, was -1")
        .hasMessageContaining("max_connections_per_client: must be 0 (no limit) or more, was -2");
  }

  @Test
  void eachClientHasItsOwnShareAndAllHaveOneTogether() throws Exception {
    ConnectionLimit limit = limit(3, 2);
    InetAddress one = address("192.0.2.1");
    InetAddress two = address("192.0.2.2");
    assertThat(limit.begun(one)).isTrue();
    assertThat(limit.begun(one)).isTrue();
    assertThat(limit.begun(one)).isFalse();
    assertThat(limit.begun(two)).isTrue();
    assertThat(limit.begun(two)).isFalse();
    assertThat(limit.count()).isEqualTo(3);
    limit.ended(one);
    assertThat(limit.begun(two)).isTrue();
    limit.ended(one);
    limit.ended(two);
    limit.ended(two);
    assertThat(limit.count()).isZero();
    assertThat(limit.clients()).isZero();
  }

  @Test
  void aNetworkOfIpv6IsOneClient() throws Exception {
    ConnectionLimit limit = limit(0, 2);
    assertThat(limit.begun(address("2001:db8:0:1::1"))).isTrue();
    assertThat(limit.begun(address("2001:db8:0:1:ffff::2"))).isTrue();
    assertThat(limit.begun(address("2001:db8:0:1::3"))).isFalse();
    assertThat(limit.begun(address("2001:db8:0:2::1"))).isTrue();
    assertThat(limit.begun(address("::ffff:192.0.2.1"))).isTrue();
    assertThat(limit.begun(address("192.0.2.1"))).isTrue();
    assertThat(limit.begun(address("192.0.2.1"))).isFalse();
    assertThat(limit.clients()).isEqualTo(3);
  }

  @Test
  void manyThreadsLeaveNothingBehind() throws Exception {
    ConnectionLimit limit = limit(40, 7);
    InetAddress[] clients = {address("192.0.2.1"), address("192.0.2.2"), address("2001:db8::1")};
    IntStream.range(0, 30_000)
        .parallel()
        .forEach(i -> {
          InetAddress client = clients[i % clients.length];
          if (limit.begun(client)) {
            limit.ended(client);
          }
        });
    assertThat(limit.count()).isZero();
    assertThat(limit.clients()).isZero();
  }
}
