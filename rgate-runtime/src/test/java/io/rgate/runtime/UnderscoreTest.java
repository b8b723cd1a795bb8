package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compose's containers have names with underscores: such a name is asked for as any other. */
class UnderscoreTest {

  @Test
  void aNameWithAnUnderscoreIsResolved() {
    Endpoint endpoint = new Endpoint("id", URI.create("http://no_such.invalid:8080"), Map.of());
    Request request =
        new Request(
            "GET",
            "/",
            null,
            Fields.EMPTY,
            Body.EMPTY,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

    DirectUpstream upstream = new DirectUpstream();
    try {
      assertThatThrownBy(() -> upstream.send(endpoint, request, Timeouts.DEFAULT))
          .isInstanceOf(UpstreamException.class)
          .hasRootCauseInstanceOf(UnknownHostException.class)
          .satisfies(
              e -> assertThat(((UpstreamException) e).failure()).isEqualTo(Failure.UNREACHABLE))
          .rootCause()
          .hasMessageContaining("no_such.invalid");
    } finally {
      upstream.close();
    }
  }
}
