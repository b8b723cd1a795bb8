package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway between a raw client and raw origins, once for each way to put it together. */
@ParameterizedClass
@EnumSource(GatewayKind.class)
abstract class OverTheWire extends GatewayRig {
  @Parameter GatewayKind kind;

  @Override
  final GatewayKind kind() {
    return kind;
  }

  /**
   * Fails, and shows the message, unless it tells the client that content broke off after {@code
   * start}. The JDK's client may see the end before it has handed out the head: then the origin's
   * answer is not used at all, and the gateway answers 502 by itself.
   *
   * @return whether the origin's head and the start of its content went out
   */
  final boolean requireBrokenOff(Message answer, String start) {
    if (kind.isJdkClient() && answer.status() == 502) {
      assertThat(answer.text()).as("content of %s", answer).isEqualTo("Bad Gateway\n");
      answer.requireWhole();
      return false;
    }
    assertThat(answer.status()).as("status of %s", answer).isEqualTo(200);
    assertThat(answer.text()).as("content of %s", answer).isEqualTo(start);
    answer.requireCut();
    return true;
  }
}
