package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that leaves ends what is done for it, where the front can see that (not the JDK's). */
class ClientLeavesIT extends GatewayRig {
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n";

  private final Recording samples = new Recording();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Sends {@code first}, and then nothing until the gateway closes. */
  private void start(String first) throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send(first);
          asked.countDown();
          assertThat(wire.read()).isEqualTo(-1);
          closed.countDown();
        });
    gateway(builder(Forwarding.DEFAULT, origin).stats(samples));
  }

  private void thenEverythingEnds() throws Exception {
    long start = System.nanoTime();
    assertThat(closed.await(5, TimeUnit.SECONDS)).as("the origin's exchange is over").isTrue();
    Sample sample = samples.next();
    assertThat(sample.status()).isEqualTo(499);
    assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT_GONE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileTheOriginIsAwaited(boolean reset) throws Exception {
    start("");
    Wire client = client().send(GET);
    assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
    if (reset) {
      client.reset();
    } else {
      client.close();
    }
    thenEverythingEnds();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void duringASilentStream(boolean reset) throws Exception {
    start(EVENTS);
    Wire client = client().send(GET);
    assertThat(client.head()).startsWith("HTTP/1.1 200");
    if (reset) {
      client.reset();
    } else {
      client.close();
    }
    thenEverythingEnds();
  }

  @Test
  void afterItHasSentTheNextRequestAlready() throws Exception {
    start("");
    Wire client = client().send(GET + GET);
    assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
    client.close();
    thenEverythingEnds();
  }
}
