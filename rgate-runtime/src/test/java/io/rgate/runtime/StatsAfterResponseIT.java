package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import org.junit.jupiter.api.Test;

/** Whoever has read a response to its end finds it in the statistics. */
class StatsAfterResponseIT extends OverTheWire {
  private static final int TIMES = 200;

  private final TallySink sink = new TallySink();

  private void assertCounted(String response) throws Exception {
    Gateway gateway = gateway(builder(Forwarding.DEFAULT, answering(response)).stats(sink));
    Wire client = client();
    int missed = 0;
    for (int i = 1; i <= TIMES; i++) {
      assertThat(client.send(GET).response().text()).isEqualTo("ok");
      if (gateway.stats().success() != i) {
        missed++;
        sink.await(i);
      }
    }
    assertThat(missed).as("responses that were missed right after they were read").isZero();
  }

  @Test
  void aResponseOfKnownLengthIsCounted() throws Exception {
    assertCounted(OK);
  }

  @Test
  void aChunkedResponseIsCounted() throws Exception {
    assertCounted(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n");
  }
}
