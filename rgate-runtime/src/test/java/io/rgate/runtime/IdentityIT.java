package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.AddressBlock;
import io.rgate.api.Forwarding;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an origin is told of a client, and what a client can make of it. */
class IdentityIT extends OverTheWire {
  private RawOrigin origin;

  @BeforeEach
  void start() throws Exception {
    origin = answering(OK);
    gateway(
        Forwarding.DEFAULT.withTrustedProxies(List.of(AddressBlock.parse("127.0.0.0/8"))), origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X_Forwarded_For", "X-Forwarded_For", "x_forwarded-proto", "X_FORWARDED_HOST",
        "X_Forwarded_Port", "X_Request_Id", "Client_Cert", "X_Real_IP"
      })
  void aNameThatReadsAsOneOfOursIsDropped(String name) throws Exception {
    ask("GET / HTTP/1.1\r\nHost: a\r\n" + name + ": 6.6.6.6\r\nX_Mine: kept\r\n\r\n");
    Message seen = origin.request();
    assertThat(seen.has(name)).isFalse();
    assertThat(seen.head()).doesNotContain("6.6.6.6");
    assertThat(seen.first("X_Mine")).isEqualTo("kept");
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.0, 1.0 rgate", "HTTP/1.1, 1.1 rgate"})
  void viaTellsTheVersionThatTheClientSpoke(String version, String via) throws Exception {
    ask("GET / " + version + "\r\nHost: a\r\n\r\n");
    assertThat(origin.request().all("Via")).containsExactly(via);
  }

  @Test
  void maxForwardsCountsDownForOptionsAndTrace() throws Exception {
    for (String method : List.of("OPTIONS", "TRACE")) {
      ask(method + " / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 7\r\n\r\n");
      assertThat(origin.request().all("Max-Forwards")).containsExactly("6");
    }
    ask("GET / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
    assertThat(origin.request().all("Max-Forwards")).containsExactly("0");
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS, 0, 204", "TRACE, 0, 405", "OPTIONS, x, 400", "TRACE, -1, 400"})
  void maxForwardsThatHasRunOutIsAnsweredHere(String method, String value, int status)
      throws Exception {
    Message answer = ask(method + " / HTTP/1.1\r\nHost: a\r\nMax-Forwards: " + value + "\r\n\r\n");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.has("Allow")).isEqualTo(status != 400);
    assertThat(origin.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HEAD /../x HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a[b\r\n\r\n"})
  void aRefusedHeadGetsNoContent(String request) throws Exception {
    Wire client = client().send(request);
    assertThat(client.response("HEAD").status()).isEqualTo(400);
    assertThat(client.rest()).isEmpty();
  }
}
