package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Forwarding;
import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.measure.NoStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code shutdown} and {@code server.reuse_port} do. */
class GraceIT extends GatewayRig {
  private static final Duration GRACE = Duration.ofMillis(700);
  private static final String READY = "GET /ready HTTP/1.1\r\nHost: a\r\n\r\n";

  private static Message ask(int port, String request) throws Exception {
    try (Wire client = Wire.to(port)) {
      return client.send(request).response();
    }
  }

  @ParameterizedTest
  @EnumSource(GatewayKind.class)
  void duringTheGraceItIsNotReadyAndServesAsBefore(GatewayKind kind) throws Exception {
    Gateway gateway =
        builder(Forwarding.DEFAULT, answering(OK))
            .front(kind.front())
            .admin("127.0.0.1", 0)
            .shutdown(GRACE, Duration.ofSeconds(10))
            .start();
    int admin = gateway.adminPort().orElseThrow();
    Wire kept = open(Wire.to(gateway.port()));
    assertThat(kept.send(GET).response().status()).isEqualTo(200);
    assertThat(ask(admin, READY).status()).isEqualTo(200);
    long begin = System.nanoTime();
    Thread stop = Thread.ofVirtual().start(gateway::close);
    eventually("the gateway stops", gateway.inFlight()::draining);

    assertThat(ask(admin, READY).status()).isEqualTo(503);
    for (Message answer : new Message[] {ask(gateway.port(), GET), kept.send(GET).response()}) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.first("Connection")).isEmpty();
    }
    assertThat(System.nanoTime() - begin).as("within the grace").isLessThan(GRACE.toNanos());

    stop.join();
    assertThat(System.nanoTime() - begin).isGreaterThan(GRACE.toNanos());
    assertThatThrownBy(() -> Wire.to(gateway.port())).isInstanceOf(ConnectException.class);
  }

  @Test
  void afterTheGraceNewConnectionsAreRefusedWhileARequestIsFinished() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          asked.countDown();
          finish.await();
          wire.send(OK);
        });
    Gateway gateway = builder(Forwarding.DEFAULT, origin).admin("127.0.0.1", 0).start();
    Wire client = open(Wire.to(gateway.port())).send(GET);
    asked.await();
    Thread stop = Thread.ofVirtual().start(gateway::close);
    eventually("new connections are refused", () -> refuses(gateway.port()));
    assertThat(ask(gateway.adminPort().orElseThrow(), READY).status()).isEqualTo(503);
    finish.countDown();
    Message answer = client.response();
    assertThat(answer.text()).isEqualTo("ok");
    assertThat(answer.first("Connection")).isEqualTo("close");
    stop.join();
  }

  private static boolean refuses(int port) {
    try {
      Wire.to(port).close();
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // reset: it came between the last accept and the end of the port
    }
  }

  @Test
  void aDrainOfZeroCutsWhatIsUnderWay() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          asked.countDown();
          wire.read();
        });
    Gateway gateway = builder(Forwarding.DEFAULT, origin).start();
    Wire client = open(Wire.to(gateway.port())).send(GET);
    asked.await();
    assertThatThrownBy(() -> gateway.close(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("shutdown.drain: must be 0 to 365 days, was PT-1S");
    gateway.close(Duration.ZERO);
    assertThat(client.read()).isEqualTo(-1);
  }

  @Test
  void anInterruptEndsTheGrace() throws Exception {
    Gateway gateway =
        builder(Forwarding.DEFAULT, answering(OK))
            .shutdown(Duration.ofHours(1), Duration.ofHours(1))
            .start();
    Thread stop = Thread.ofPlatform().start(gateway::close);
    eventually("the gateway stops", gateway.inFlight()::draining);
    stop.interrupt();
    stop.join();
    assertThatThrownBy(() -> Wire.to(gateway.port())).isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortIsSharedIfBothGatewaysWantIt() throws Exception {
    RawOrigin origin = answering(OK);
    Gateway old = builder(Forwarding.DEFAULT, origin).reusePort(true).admin("127.0.0.1", 0).start();
    int port = old.port();
    int admin = old.adminPort().orElseThrow();
    assertThatThrownBy(() -> builder(Forwarding.DEFAULT, origin).port(port).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("another process listens there");
    gateway(
        builder(Forwarding.DEFAULT, origin).reusePort(true).port(port).admin("127.0.0.1", admin));
    old.close();
    for (int i = 0; i < 20; i++) {
      assertThat(ask(port, GET).status()).isEqualTo(200);
      assertThat(ask(admin, READY).status()).isEqualTo(200);
    }
  }

  @Test
  void whoeverDoesNotShareItsPortIsNamedAsTheReason() throws Exception {
    RawOrigin origin = answering(OK);
    Gateway alone = gateway(origin);
    Gateway.Builder sharing =
        builder(Forwarding.DEFAULT, origin).reusePort(true).port(alone.port());
    assertThatThrownBy(sharing::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith(
            "a process listens there that does not share the port; all of them need"
                + " server.reuse_port: true and the same user");
  }

  @Test
  void theJdksServerCannotShareAndTheFileSaysWhere() {
    ConfigFile file =
        ConfigFile.parse(
            "rgate.yml",
            "routes: []\nbackends: []\nserver: {port: 0, front: jdk, reuse_port: true}\n");
    assertThatThrownBy(() ->
            Gateway.builder()
                .config(file)
                .endpoint("http://127.0.0.1:1", Map.of())
                .stats(NoStats.INSTANCE)
                .start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "rgate.yml:3:43: server.reuse_port: must be false with the front 'jdk', because the"
                + " JDK's HttpServer cannot share its port; leave it out, or have the module"
                + " rgate-http on the path and take the front 'direct'");
  }
}
