package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.testkit.transport.RawConnection;
import io.rgate.testkit.transport.RawOrigin;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response that came whole leaves in one write, so that the client gets it by one read. */
class OneWriteIT {
  private static final int ROUNDS = 100;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "Content-Length: 5\r\n\r\nhello"
      })
  void aSmallResponseLeavesInOneWrite(String framed) throws Exception {
    try (RawOrigin origin = RawOrigin.answering("HTTP/1.1 200 OK\r\n" + framed);
        Gateway gateway =
            Gateway.builder()
                .route("/", "all")
                .backend("all", "all")
                .endpoint(origin.endpoint().uri().toString(), Map.of("all", ""))
                .stats(NoStats.INSTANCE)
                .front("direct")
                .upstream("direct")
                .host("127.0.0.1")
                .port(0)
                .start();
        RawConnection client = new RawConnection(gateway.port())) {
      String end = framed.substring(framed.indexOf("\r\n\r\n"));
      byte[] piece = new byte[8 * 1024];
      for (int i = 0; i < ROUNDS; i++) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        int count = client.socket().getInputStream().read(piece);
        assertThat(new String(piece, 0, count, ISO_8859_1)).as("read %d", i).endsWith(end);
      }
    }
  }
}
