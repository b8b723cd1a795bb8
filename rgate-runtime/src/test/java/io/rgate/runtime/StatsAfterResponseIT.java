package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever has read a response to its end finds it in the statistics. */
class StatsAfterResponseIT extends OverTheWire {
  private static final int TIMES = 200;
  private static final Pattern SUCCESS = Pattern.compile("\"success\":(\\d+)");

  private final TallySink sink = new TallySink();

  /** A way to ask for the number of successful requests. */
  private interface Report {
    long success(Gateway gateway) throws Exception;
  }

  private void assertCounted(String response, Report report) throws Exception {
    Gateway gateway = gateway(builder(Forwarding.DEFAULT, answering(response)).stats(sink));
    Wire client = client();
    int missed = 0;
    for (int i = 1; i <= TIMES; i++) {
      assertThat(client.send(GET).response().text()).isEqualTo("ok");
      if (report.success(gateway) != i) {
        missed++;
        sink.await(i);
      }
    }
    assertThat(missed).as("responses that were missed right after they were read").isZero();
  }

  @Test
  void aResponseOfKnownLengthIsCounted() throws Exception {
    assertCounted(OK, gateway -> gateway.stats().success());
  }

  @Test
  void aChunkedResponseIsCounted() throws Exception {
    assertCounted(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        gateway -> gateway.stats().success());
  }

  @Test
  void aRequestForTheStatisticsOnAnotherConnectionCountsToo() throws Exception {
    Wire[] asks = new Wire[1];
    assertCounted(
        OK,
        gateway -> {
          asks[0] = asks[0] == null ? client() : asks[0];
          String json = asks[0].send("GET /stats HTTP/1.1\r\nHost: a\r\n\r\n").response().text();
          Matcher success = SUCCESS.matcher(json);
          assertThat(success.find()).as(json).isTrue();
          return Long.parseLong(success.group(1));
        });
  }
}
