package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.GatewayConfig.Concurrency;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;

/** How tunnels end, and what they hold until then. */
@Execution(CONCURRENT)
class TunnelEndIT extends TunnelRig {
  private final Recording samples = new Recording();

  @Test
  void aTunnelInWhichNothingMovesIsEnded() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    gateway(
        idle(ANY, 200),
        switching(
            ANY_SWITCHED,
            wire -> {
              assertThat(wire.rest()).isEmpty();
              ended.countDown();
            }));
    assertThat(inTunnel(TO_ANY).rest()).isEmpty();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aWebSocketInWhichNothingMovesIsToldSoBefore() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    gateway(
        idle(Forwarding.DEFAULT, 200), switching(SWITCHED, wire -> told.add(unmasked(wire, 0x88))));
    assertThat(inTunnel(HANDSHAKE).text(4)).isEqualTo(GOING_AWAY);
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("\u0003\u00e9");
  }

  @Test
  void oneDirectionThatMovesKeepsATunnelOpen() throws Exception {
    gateway(
        idle(ANY, 1000),
        switching(
            ANY_SWITCHED,
            wire -> {
              for (int i = 0; i < 20; i++) {
                wire.send("x");
                TimeUnit.MILLISECONDS.sleep(100);
              }
            }));
    Wire client = inTunnel(TO_ANY);
    assertThat(client.text(20)).isEqualTo("x".repeat(20));
  }

  /** The closing handshake of both sides is all that the stop waits for. */
  @Test
  void aStopTellsBothSidesOfAWebSocketThatItGoesAway() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Gateway gateway =
        builder(
                Forwarding.DEFAULT,
                switching(
                    SWITCHED,
                    wire -> {
                      wire.send("\u0081\u0001a");
                      told.add(unmasked(wire, 0x81));
                      told.add(unmasked(wire, 0x88));
                      wire.send(GOING_AWAY);
                      assertThat(wire.rest()).isEmpty();
                      told.add("end");
                    }))
            .shutdown(Duration.ZERO, Duration.ofMinutes(5))
            .start();
    Wire client = open(Wire.to(gateway.port())).send(HANDSHAKE);
    client.head();
    assertThat(client.send(masked(1, "b")).text(3)).isEqualTo("\u0081\u0001a");
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("b");
    Thread stop = Thread.ofVirtual().start(gateway::close);
    assertThat(client.text(4)).isEqualTo(GOING_AWAY);
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("\u0003\u00e9");
    client.send(masked(8, "\u0003\u00e9"));
    assertThat(client.rest()).isEmpty();
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("end");
    assertThat(stop.join(Duration.ofSeconds(60))).as("stopped long before its drain ends").isTrue();
  }

  @Test
  void theNoticeComesBetweenTwoFrames() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Gateway gateway =
        builder(
                Forwarding.DEFAULT,
                switching(
                    SWITCHED,
                    wire -> {
                      wire.send("\u0081\u0004ab");
                      told.add("half a frame");
                      told.add(unmasked(wire, 0x82));
                      wire.send("cd\u0081\u0001e");
                      told.add(unmasked(wire, 0x88));
                      wire.rest();
                    }))
            .start();
    Wire client = open(Wire.to(gateway.port())).send(HANDSHAKE);
    client.head();
    String frame = masked(2, "wxyz");
    client.send(frame.substring(0, 3));
    assertThat(client.text(4)).isEqualTo("\u0081\u0004ab");
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("half a frame");
    TimeUnit.MILLISECONDS.sleep(50); // so that the half of the client is on its way
    Thread stop = Thread.ofVirtual().start(gateway::close);
    eventually("the gateway stops", gateway.inFlight()::draining);
    TimeUnit.MILLISECONDS.sleep(100);
    client.send(frame.substring(3) + masked(1, "too late"));
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("wxyz");
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("\u0003\u00e9");
    assertThat(client.text(6)).isEqualTo("cd" + GOING_AWAY);
    client.close();
    assertThat(stop.join(Duration.ofSeconds(60))).isTrue();
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void whoDoesNotAnswerTheNoticeIsCutAfterSomeSeconds() throws Exception {
    Gateway gateway =
        builder(Forwarding.DEFAULT, switching(SWITCHED, Wire::rest))
            .shutdown(Duration.ZERO, Duration.ofMinutes(5))
            .start();
    Wire client = open(Wire.to(gateway.port())).send(HANDSHAKE);
    client.head();
    Thread stop = Thread.ofVirtual().start(gateway::close);
    assertThat(client.rest()).isEqualTo(GOING_AWAY);
    assertThat(stop.join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void aTunnelOfAnotherProtocolGoesOnAsLongAsTheDrain() throws Exception {
    Gateway gateway =
        builder(ANY, switching(ANY_SWITCHED, TunnelRig::echo))
            .shutdown(Duration.ZERO, Duration.ofMillis(700))
            .start();
    Wire client = open(Wire.to(gateway.port())).send(TO_ANY);
    client.head();
    Thread stop = Thread.ofVirtual().start(gateway::close);
    eventually("the gateway stops", gateway.inFlight()::draining);
    assertThat(client.send("still there").text(11)).isEqualTo("still there");
    assertThat(client.rest()).isEmpty();
    stop.join();
  }

  @Test
  void aTunnelHoldsItsPlaceUntilItsEnd() throws Exception {
    Backend one = ALL.withConcurrency(new Concurrency(1, 0, Duration.ofSeconds(1)));
    gateway(builder(one, Forwarding.DEFAULT, echo()).stats(samples));
    Wire client = inTunnel(HANDSHAKE);
    assertThat(ask(GET).status()).isEqualTo(503);
    assertThat(samples.next().status()).isEqualTo(503);
    assertThat(client.send("x").text(1)).isEqualTo("x");
    client.endOutput();
    assertThat(samples.next().status()).isEqualTo(101);
    eventually("the place is free", () -> openExchanges() == 0);
    assertThat(inTunnel(HANDSHAKE).send("x").text(1)).isEqualTo("x");
  }

  @Test
  void aReloadLeavesTunnelsAsTheyAre() throws Exception {
    Gateway gateway = gateway(builder(ALL, Forwarding.DEFAULT, echo()));
    Wire client = inTunnel(HANDSHAKE);
    gateway.reload(new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND));
    assertThat(ask(GET).status()).isEqualTo(404);
    assertThat(client.send("x").text(1)).isEqualTo("x");
  }

  /** Both directions are full then, of what the operating system and fixed buffers take. */
  @Test
  void aClientThatNeverReadsHoldsNoMoreThanBuffers() throws Exception {
    AtomicLong sent = new AtomicLong();
    byte[] piece = new byte[64 * 1024];
    gateway(
        ANY,
        switching(
            ANY_SWITCHED,
            wire -> {
              while (true) {
                wire.send(piece);
                sent.addAndGet(piece.length);
              }
            }));
    Wire client = inTunnel(TO_ANY);
    long before = -1;
    while (before != sent.get()) {
      before = sent.get();
      TimeUnit.MILLISECONDS.sleep(300);
    }
    assertThat(sent.get()).isLessThan(64L << 20);
    client.reset();
    eventually("the origin is left", () -> openExchanges() == 0);
  }
}
