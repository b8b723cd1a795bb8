package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Fields;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.testkit.transport.RawMessage;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A front that stops fails no request that a client has sent, or is about to send. */
class DrainIT extends OverTheWire {
  private static final FrontSettings ANY =
      FrontSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

  private static FutureTask<Boolean> drain(Front front, Duration patience) {
    FutureTask<Boolean> draining = new FutureTask<>(() -> front.drain(patience));
    Thread.ofVirtual().start(draining);
    return draining;
  }

  private static void requireLast(RawConnection client) throws Exception {
    RawMessage response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void anIdleConnectionGetsOneMoreAnswer() throws Exception {
    Front front = serve(OverTheWire::answerOk);
    RawConnection used = client().send(GET);
    assertThat(used.response().field("Connection")).isEmpty();
    RawConnection fresh = client();
    FutureTask<Boolean> draining = drain(front, PATIENCE);
    assertThat(used.isSilentFor(300)).isTrue();
    requireLast(used.send(GET));
    requireLast(fresh.send(GET));
    assertThat(draining.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anIdleConnectionIsKeptForASecondAndNoLongerThanThePatience() throws Exception {
    Front front = serve(OverTheWire::answerOk);
    RawConnection idle = client().send(GET);
    assertThat(idle.response().content()).isEqualTo("ok");
    long begin = System.nanoTime();
    assertThat(front.drain(Duration.ofMillis(100))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(900));
    assertThat(front.drain(PATIENCE)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
    assertThat(idle.hasEnded()).isTrue();
  }

  @Test
  void aFrontWithoutConnectionsStopsAtOnce() throws Exception {
    Front front = serve(OverTheWire::answerOk);
    assertThat(front.drain(Duration.ZERO)).isTrue();
    long begin = System.nanoTime();
    assertThat(front.drain(PATIENCE)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(900));
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void connectionsThatWaitAreAcceptedAndThenNewOnesAreRefused() throws Exception {
    for (int round = 0; round < 20; round++) {
      Front front = serve(OverTheWire::answerOk);
      List<RawConnection> waiting = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        waiting.add(client());
      }
      FutureTask<Boolean> draining = drain(front, PATIENCE);
      eventually("new connections are refused", this::isRefused);
      for (RawConnection each : waiting) {
        requireLast(each.send(GET));
      }
      assertThat(draining.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  private boolean isRefused() throws IOException {
    try {
      client().send(GET);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (SocketException e) {
      return false; // reset: it came between the last accept and the end of the port
    }
  }

  @Test
  void aResponseThatBeganBeforeIsFollowedByOneMore() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Front front =
        serve(exchange -> {
          ResponseContent out = exchange.respond(200, Fields.EMPTY, 2);
          out.flush();
          begun.countDown();
          await(released);
          out.write(new byte[] {'o', 'k'}, 0, 2);
          out.end();
        });
    RawConnection client = client().send(GET);
    await(begun);
    FutureTask<Boolean> draining = drain(front, PATIENCE);
    TimeUnit.MILLISECONDS.sleep(1_200);
    released.countDown();
    assertThat(client.response().field("Connection")).isEmpty();
    requireLast(client.send(GET));
    assertThat(draining.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void requestsThatWereSentWithoutWaitingAreAnswered() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Front front =
        serve(exchange -> {
          exchange.onGone(() -> note("gone"));
          begun.countDown();
          await(released);
          answerOk(exchange);
        });
    RawConnection client = client().send(GET + GET + GET);
    await(begun);
    FutureTask<Boolean> draining = drain(front, PATIENCE);
    TimeUnit.MILLISECONDS.sleep(100);
    released.countDown();
    assertThat(client.response().field("Connection")).isEmpty();
    assertThat(client.response().field("Connection")).isEmpty();
    requireLast(client);
    assertThat(draining.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(nothingNoted()).isTrue();
  }

  @Test
  void aRequestBehindTheLastAnswerDoesNotResetTheConnection() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Front front =
        serve(exchange -> {
          begun.countDown();
          await(released);
          answerOk(exchange);
        });
    RawConnection client = client().send(GET);
    await(begun);
    FutureTask<Boolean> draining = drain(front, PATIENCE);
    TimeUnit.MILLISECONDS.sleep(50);
    released.countDown();
    TimeUnit.MILLISECONDS.sleep(50);
    client.send(GET);
    requireLast(client);
    assertThat(draining.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatSendsWithoutEndIsToldAfterASecond() throws Exception {
    Front front = serve(OverTheWire::answerOk);
    RawConnection client = client().send(GET);
    assertThat(client.response().content()).isEqualTo("ok");
    FutureTask<Boolean> draining = drain(front, PATIENCE);
    client.send(GET);
    int answers = 0;
    String connection = "";
    while (connection.isEmpty() && answers < 1_000_000) {
      client.send(GET);
      connection = client.response().field("Connection");
      answers++;
    }
    assertThat(connection).isEqualTo("close");
    assertThat(draining.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPortIsSharedOnlyIfBothWantIt() throws Exception {
    try (Front first = DirectFront.bind(ANY.withReusePort(true))) {
      FrontSettings same = FrontSettings.of(first.address());
      assertThatThrownBy(() -> DirectFront.bind(same)).isInstanceOf(BindException.class);
      try (Front second = DirectFront.bind(same.withReusePort(true))) {
        assertThat(second.address()).isEqualTo(first.address());
      }
    }
    try (Front alone = DirectFront.bind(ANY)) {
      FrontSettings same = FrontSettings.of(alone.address()).withReusePort(true);
      assertThatThrownBy(() -> DirectFront.bind(same)).isInstanceOf(BindException.class);
    }
  }
}
