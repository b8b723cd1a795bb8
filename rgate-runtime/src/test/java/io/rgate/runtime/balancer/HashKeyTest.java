package io.rgate.runtime.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Fields;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Peer;
import io.rgate.api.Request;
import io.rgate.spi.Settings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a request decides. */
class HashKeyTest {
  private static final Fields FIELDS =
      Fields.of("X-User", "kim", "Cookie", "a=1;b=22; session=s=3 ;sessio=4", "Cookie", "late=5");

  private static String key(Map<String, ?> settings, Request request) {
    return HashKey.read(Settings.of("balance", settings, unknown -> null)).of(request);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "path, /a/b",
        "field:x-user, kim",
        "field:X-Other, none",
        "cookie:a, 1",
        "cookie:session, s=3",
        "cookie:late, 5",
        "cookie:A, none",
        "cookie:sess, none",
        "query:q, x%20y",
        "query:r, ''",
        "query:s, none"
      })
  void isWhatTheSettingNames(String by, String expected) {
    Request request = Request.builder("GET", "/a/b?qq=0&q=x%20y&r=&q=2").fields(FIELDS).build();
    assertThat(key(Map.of("by", by), request)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        // The connection's address, if that is no trusted proxy, whatever is said.
        "192.0.2.7 | 198.51.100.1 | 192.0.2.7",
        "10.0.0.1 | none | 10.0.0.1",
        "10.0.0.1 | 198.51.100.1 | 198.51.100.1",
        "10.0.0.1 | 1.1.1.1, 198.51.100.1, 10.0.0.2 | 198.51.100.1",
        "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "10.0.0.1 | 198.51.100.1, unknown, 10.0.0.2 | 10.0.0.2",
        "10.0.0.1 | 2001:db8::1 | 2001:db8:0:0:0:0:0:1",
      })
  void clientIsTheLastAddressBeforeTheTrustedProxies(
      String connection, String forwardedFor, String client) {
    Peer peer =
        new Peer(new InetSocketAddress(connection, 1), new InetSocketAddress("127.0.0.1", 2));
    Fields fields =
        forwardedFor == null ? Fields.EMPTY : Fields.of("X-Forwarded-For", forwardedFor);
    Request request = Request.builder("GET", "/").fields(fields).peer(peer).build();
    assertThat(key(Map.of("trusted_proxies", List.of("10.0.0.0/8")), request)).isEqualTo(client);
    assertThat(key(Map.of("by", "client"), request)).isEqualTo(connection);
  }

  @ParameterizedTest
  @CsvSource({"ip", "field", "field:", "field:a b", "header:X-User", "''"})
  void otherWordsAreRefused(String by) {
    assertThatThrownBy(() -> key(Map.of("by", by), Request.builder("GET", "/").build()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "by: must be client, path, field:NAME, cookie:NAME or query:NAME, was '" + by + "'");
  }

  @Test
  void addressesThatAreNoneAreRefused() {
    assertThatThrownBy(() ->
            key(
                Map.of("trusted_proxies", List.of("10.0.0.0/8", "proxy")),
                Request.builder("GET", "/").build()))
        .hasMessageContaining("trusted_proxies[1]: must be an address or a block");
  }

  @ParameterizedTest
  @CsvSource({"100%", "125", "99999999%", "none"})
  void loadMustBeMoreThanTheShare(String load) {
    assertThatThrownBy(() -> new HashProvider().create(Settings.of(Map.of("load", load))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "load: must be a percentage above 100%, such as 125%, or off, was '" + load + "'");
  }
}
