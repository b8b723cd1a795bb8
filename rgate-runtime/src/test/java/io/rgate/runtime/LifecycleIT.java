package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases 36 and 39 of docs/conformance.md: failures inside, and the end. */
class LifecycleIT extends OverTheWire {

  /** Throws {@code failure}, whatever its kind. */
  private static int fail(Throwable failure) throws IOException {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw (IOException) failure;
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("secret"),
        new IllegalStateException("secret"),
        new AssertionError("secret"));
  }

  private Gateway.Builder filtered(RawOrigin origin, Filter filter) {
    return builder(Forwarding.DEFAULT, origin).filter(filter);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void case36AFilterThatThrowsBeforeGets500AndTheConnectionGoesOn(Throwable failure)
      throws Exception {
    gateway(
        filtered(
            answering(OK),
            (request, next) -> {
              if (request.path().equals("/fail")) {
                fail(failure);
              }
              return next.handle(request);
            }));
    Wire client = client();
    for (int i = 0; i < 3; i++) {
      Message answer = client.send(GET.replace("/ ", "/fail ")).response();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).isEqualTo("Internal Server Error\n");
      assertThat(client.send(GET).response().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void case36AFilterThatThrowsAfterwardsGets500AndTheOriginsConnectionIsNotLost(Throwable failure)
      throws Exception {
    gateway(
        filtered(
            answering(OK),
            (request, next) -> {
              try (Response response = next.handle(request)) {
                fail(failure);
                return response;
              }
            }));
    assertThat(ask(GET).status()).isEqualTo(500);
  }

  /** Gives a few bytes and then throws. */
  private static final class Breaking extends InputStream {
    private final Throwable failure;
    private int left = 3;

    Breaking(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? 'x' : fail(failure);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      target[offset] = (byte) read();
      return 1;
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void case36AStreamThatThrowsInTheMiddleCutsTheConnection(Throwable failure) throws Exception {
    for (long length : new long[] {9, Body.UNKNOWN}) {
      Gateway gateway =
          filtered(
                  answering(OK),
                  (request, next) ->
                      Response.of(200, Fields.EMPTY, new Body(new Breaking(failure), length)))
              .start();
      try (gateway;
          Wire client = Wire.to(gateway.port())) {
        Message answer = client.send(GET).response();
        assertThat(answer.text()).isEqualTo("xxx");
        answer.requireCut();
        eventually("the exchange is over", () -> gateway.inFlight().count() == 0);
      }
    }
  }

  @Test
  void case39ARequestUnderWayIsFinishedAndItsResponseIsTheLastOfItsConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch stopping = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          asked.countDown();
          stopping.await();
          wire.send(OK);
        });
    Gateway gateway = gateway(origin);
    Wire client = client().send(GET);
    asked.await();
    Thread closer = Thread.ofVirtual().start(gateway::close);
    eventually("the gateway stops", gateway.inFlight()::draining);
    stopping.countDown();
    Message answer = client.response();
    assertThat(answer.text()).isEqualTo("ok");
    assertThat(answer.first("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
    closer.join();
  }

  @Test
  void case39ThePortIsFreeAfterwardsAndASecondGatewayCanHaveIt() throws Exception {
    RawOrigin origin = answering(OK);
    int port;
    try (Gateway first = builder(Forwarding.DEFAULT, origin).start()) {
      port = first.port();
      try (Wire client = Wire.to(port)) {
        assertThat(client.send(GET).response().status()).isEqualTo(200);
      }
    }
    assertThatThrownBy(() -> Wire.to(port)).isInstanceOf(ConnectException.class);
    gateway(builder(Forwarding.DEFAULT, origin).port(port));
    assertThat(ask(GET).status()).isEqualTo(200);
  }
}
