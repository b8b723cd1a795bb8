package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;

/** A gateway before one origin, for requests that must not reach it. */
abstract class RefusalRig extends OverTheWire {
  RawOrigin origin;

  @BeforeEach
  void start() throws Exception {
    origin = answering(OK);
    gateway(origin);
  }

  /**
   * Fails unless {@code request} gets that status, is the last of its connection and goes nowhere.
   */
  final void refused(int status, String request) throws Exception {
    try (Wire client = client()) {
      Message response = client.send(request).response();
      assertThat(response.status()).as(request).isEqualTo(status);
      assertThat(response.first("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(origin.requests()).isEmpty();
  }
}
