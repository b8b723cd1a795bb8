package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 3 of docs/conformance.md: the field that names the host. */
class HostFieldIT extends RefusalRig {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"
      })
  void case03WithoutExactlyOneHostTheRequestIsRefused(String request) throws Exception {
    refused(400, request);
  }

  @Test
  void case03AnEmptyHostIsOne() throws Exception {
    assertThat(ask("GET / HTTP/1.1\r\nHost:\r\n\r\n").status()).isEqualTo(200);
    assertThat(origin.request().all("Host")).hasSize(1);
  }

  @Test
  void case03TheTargetsAuthorityReplacesHostAndDoesNotSteer() throws Exception {
    assertThat(ask("GET http://elsewhere:99/a?b HTTP/1.1\r\nHost: a\r\n\r\n").status())
        .isEqualTo(200);
    Message request = origin.request();
    assertThat(request.startLine()).isEqualTo("GET /a?b HTTP/1.1");
    assertThat(request.all("Host")).containsExactly("elsewhere:99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.test:evil",
        "a.test:80:81",
        "a.test:-1",
        "a.test:65536",
        "a[b]c",
        "[::1",
        "[not-ip]",
        "[::1]x",
        "[::1]:x",
        ":80",
        "a_b@c"
      })
  void case03AHostThatIsNoneIsRefused(String host) throws Exception {
    refused(400, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "a.test, 80",
    "a.test:, 80",
    "a.test:81, 81",
    "a_b.test:82, 82",
    "[::1]:83, 83",
    "[2001:db8::1], 80",
    "%41:84, 84"
  })
  void case03AHostTellsThePort(String host, String port) throws Exception {
    assertThat(ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status()).isEqualTo(200);
    assertThat(origin.request().all("X-Forwarded-Port")).containsExactly(port);
  }
}
