package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig.Concurrency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** A backend with a limit of the requests that are under way. */
class LimitIT extends OverTheWire {
  private final Semaphore answers = new Semaphore(0);

  private RawOrigin waitingOrigin() throws Exception {
    return origin((wire, self) -> {
      while (self.next(wire) != null) {
        answers.acquire();
        wire.send(OK);
      }
    });
  }

  private void gateway(Concurrency limit, RawOrigin origin) {
    gateway(builder(ALL.withConcurrency(limit), Forwarding.DEFAULT, origin));
  }

  private List<Wire> send(int requests, RawOrigin origin, int seen) throws Exception {
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      clients.add(client().send(GET));
    }
    eventually("they are at the origin", () -> origin.requests().size() == seen);
    return clients;
  }

  @Test
  void oneMoreThanTheLimitGets503AtOnce() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(new Concurrency(2, 0, Duration.ofSeconds(30)), origin);
    List<Wire> first = send(2, origin, 2);
    Message refused = ask(GET);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.first("Retry-After")).isEqualTo("1");
    answers.release(2);
    for (Wire client : first) {
      assertThat(client.response().status()).isEqualTo(200);
    }
    answers.release(20);
    for (int i = 0; i < 20; i++) {
      assertThat(ask(GET).status()).as("request %d afterwards", i).isEqualTo(200);
    }
    assertThat(origin.requests()).hasSize(22);
  }

  @Test
  void whatWaitsInTheQueueIsSentWhenAPlaceIsFree() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(new Concurrency(1, 2, Duration.ofSeconds(30)), origin);
    List<Wire> clients = send(1, origin, 1);
    clients.add(client().send(GET));
    clients.add(client().send(GET));
    eventually("two wait", () -> openExchanges() == 3);
    Thread.sleep(200); // from the beginning of an exchange to its place in the queue
    assertThat(ask(GET).status()).isEqualTo(503);
    answers.release(3);
    for (Wire client : clients) {
      assertThat(client.response().status()).isEqualTo(200);
    }
    assertThat(origin.requests()).hasSize(3);
  }

  @Test
  void whatWaitsTooLongGets503() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(new Concurrency(1, 5, Duration.ofMillis(100)), origin);
    List<Wire> first = send(1, origin, 1);
    long start = System.nanoTime();
    assertThat(ask(GET).status()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(90), Duration.ofSeconds(20));
    answers.release();
    assertThat(first.getFirst().response().status()).isEqualTo(200);
  }
}
