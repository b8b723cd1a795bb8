package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Case 24 for the direct upstream alone: the JDK's client loops on such a size until the memory is
 * used up, so it cannot be shown what it does.
 */
class HugeChunkIT extends GatewayRig {

  @ParameterizedTest
  @ValueSource(strings = {"7fffffff", "80000000", "ffffffff", "100000003"})
  void case24AChunkOfMoreThanAnIntCanHoldIsTakenForWhatItIs(String size) throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          Message request = self.next(wire);
          boolean huge = request != null && request.startLine().contains("/huge");
          wire.send(
              huge
                  ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + size
                      + "\r\nabc\r\n0\r\n\r\n"
                  : OK);
        });
    gateway(origin);
    Message answer = ask(GET.replace("/ ", "/huge "));
    // All that came belongs to the chunk, which is not there whole.
    assertThat(answer.text()).isEqualTo("abc\r\n0\r\n\r\n");
    answer.requireCut();
    assertThat(ask(GET).text()).isEqualTo("ok");
  }
}
