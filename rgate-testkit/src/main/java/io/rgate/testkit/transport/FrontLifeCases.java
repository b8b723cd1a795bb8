package io.rgate.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Fields;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** How a front begins and ends, and how it sees a client leave. */
abstract class FrontLifeCases extends FrontRig {
  private static final int ROUNDS = 40;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private void answerWhenReleased(Exchange exchange) throws IOException, InterruptedException {
    entered.countDown();
    await(released);
    answerOk(exchange);
  }

  @Test
  void hasItsPortFromBindOnAndAnswersNothingBeforeStart() throws Exception {
    Front front = bound(Limits.DEFAULT);
    assertThat(front.address().getPort()).isPositive();
    RawConnection client = client();
    FutureTask<RawMessage> early = new FutureTask<>(() -> client.send(GET).response());
    Thread.ofVirtual().start(early);
    assertThatThrownBy(() -> early.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    front.start(service(FrontRig::answerOk));
    assertThat(early.get(10, TimeUnit.SECONDS).content()).isEqualTo("ok");
  }

  @Test
  void aPortThatIsTakenIsRefused() throws Exception {
    Front front = serve(FrontRig::answerOk);
    FrontSettings same = settings(front.address());
    assertThatThrownBy(() -> provider().bind(same)).isInstanceOf(IOException.class);
    assertThat(ask(GET).content()).isEqualTo("ok");
  }

  @Test
  void closingFreesThePortAtOnce() throws Exception {
    Front first = serve(FrontRig::answerOk);
    FrontSettings same = settings(first.address());
    assertThat(ask(GET).content()).isEqualTo("ok");
    first.close();
    first.close();
    for (int i = 0; i < ROUNDS; i++) {
      try (Front next = provider().bind(same)) {
        next.start(service(FrontRig::answerOk));
        assertThat(ask(GET).content()).as("round %d", i).isEqualTo("ok");
      }
    }
  }

  @Test
  void aFrontThatWasNeverStartedFreesItsPortToo() throws Exception {
    Front front = bound(Limits.DEFAULT);
    FrontSettings same = settings(front.address());
    front.close();
    provider().bind(same).close();
  }

  @Test
  void eachExchangeMayBlockItsThread() throws Exception {
    int count = 50;
    CountDownLatch all = new CountDownLatch(count);
    serve(exchange -> {
      all.countDown();
      await(all);
      answerOk(exchange);
    });
    List<RawConnection> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(client().send(GET));
    }
    for (RawConnection each : clients) {
      assertThat(each.response().content()).isEqualTo("ok");
    }
  }

  @Test
  void drainingLetsExchangesEndAndSaysClose() throws Exception {
    Front front = serve(this::answerWhenReleased);
    RawConnection client = client().send(GET);
    await(entered);
    FutureTask<Boolean> drain = new FutureTask<>(() -> front.drain(PATIENCE));
    Thread.ofVirtual().start(drain);
    assertThat(client.isSilentFor(100)).isTrue();
    assertThat(drain.isDone()).isFalse();
    released.countDown();
    RawMessage response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
    assertThat(drain.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  @Test
  void aConnectionBeyondALimitIsClosedWithoutAnAnswer() throws Exception {
    for (Limits limits :
        List.of(
            Limits.DEFAULT.withConnections(2, 0),
            Limits.DEFAULT.withConnections(0, 2),
            Limits.DEFAULT.withConnections(2, 3))) {
      if (!has(Ability.CONNECTION_LIMITS)) {
        assertThatThrownBy(() -> bound(limits))
            .isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining("server.max_connections");
        continue;
      }
      serve(limits, FrontRig::answerOk);
      RawConnection first = client();
      RawConnection second = client();
      assertThat(first.send(GET).response().content()).isEqualTo("ok");
      assertThat(second.send(GET).response().content()).isEqualTo("ok");
      assertThat(client().hasEnded()).as("the third one").isTrue();
      assertThat(first.send(GET).response().content()).isEqualTo("ok");
      second.close();
      eventually(
          "there is room again",
          () -> {
            try (RawConnection next = client()) {
              return next.send(GET).response().content().equals("ok");
            } catch (IOException e) {
              return false;
            }
          });
    }
  }

  @Test
  void drainingEndsIdleConnections() throws Exception {
    needs(Ability.DRAINS_IDLE, "this front does not close idle connections");
    Front front = serve(FrontRig::answerOk);
    RawConnection used = client().send(GET);
    assertThat(used.response().content()).isEqualTo("ok");
    RawConnection silent = client();
    assertThat(ask(GET).content()).isEqualTo("ok"); // so that the one before was accepted
    assertThat(front.drain(PATIENCE)).isTrue();
    assertThat(used.hasEnded()).isTrue();
    assertThat(silent.hasEnded()).isTrue();
  }

  @Test
  void drainingStillServesARequestThatWasOnItsWay() throws Exception {
    Front front = serve(FrontRig::answerOk);
    RawConnection idle = client().send(GET);
    assertThat(idle.response().content()).isEqualTo("ok");
    FutureTask<Boolean> drain = new FutureTask<>(() -> front.drain(PATIENCE));
    Thread.ofVirtual().start(drain);
    assertThat(idle.isSilentFor(100)).isTrue();
    RawMessage response = idle.send(GET).response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(drain.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  @Test
  void drainingHasItsPatienceAndClosingCuts() throws Exception {
    Front front = serve(this::answerWhenReleased);
    RawConnection client = client().send(GET);
    await(entered);
    assertThat(front.drain(Duration.ofMillis(50))).isFalse();
    front.close();
    assertThat(client.hasEnded()).isTrue();
    released.countDown();
  }

  @Test
  void closingCutsAResponseThatIsBeingSent() throws Exception {
    Front front =
        serve(exchange -> {
          sendPiece(exchange).flush();
          await(released);
        });
    RawConnection client = client().send(GET);
    assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    front.close();
    assertThat(client.text(6)).isEqualTo("1\r\nx\r\n");
    assertThat(client.hasEnded()).isTrue();
    released.countDown();
  }

  private static ResponseContent sendPiece(Exchange exchange) throws IOException {
    ResponseContent out = exchange.respond(200, Fields.EMPTY, -1);
    out.write(new byte[] {'x'}, 0, 1);
    return out;
  }

  @Test
  void aClientThatLeavesWhileItIsAwaitedIsSeen() throws Exception {
    seesLeaving(false);
  }

  @Test
  void aClientThatLeavesWhileItIsSentAResponseIsSeen() throws Exception {
    seesLeaving(true);
  }

  private void seesLeaving(boolean streamed) throws Exception {
    needs(Ability.ON_GONE, "this front does not see clients leave");
    serve(exchange -> {
      content(exchange);
      CountDownLatch gone = new CountDownLatch(1);
      exchange.onGone(() -> {
        note("gone");
        gone.countDown();
      });
      if (streamed) {
        sendPiece(exchange).flush();
      }
      note("waiting");
      await(gone);
      exchange.onGone(() -> note("at once"));
    });
    for (boolean reset : new boolean[] {false, true}) {
      RawConnection client = client().send(POST + "Content-Length: 1\r\n\r\nx");
      assertThat(noted()).isEqualTo("waiting");
      if (reset) {
        client.reset();
      } else {
        client.close();
      }
      assertThat(noted()).isEqualTo("gone");
      assertThat(noted()).isEqualTo("at once");
    }
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(nothingNoted()).as("each action ran once").isTrue();
  }

  @Test
  void nobodyIsToldOfAClientThatLeavesAfterTheEnd() throws Exception {
    serve(exchange -> {
      exchange.onGone(() -> note("gone"));
      answerOk(exchange);
    });
    for (int i = 0; i < 50; i++) {
      RawConnection client = client().send(GET);
      assertThat(client.response().content()).isEqualTo("ok");
      // The service may not have returned yet: a second exchange shows that the first is over.
      assertThat(client.send(POST + "Connection: close\r\n\r\n").response().status())
          .isEqualTo(200);
      assertThat(client.rest()).isEmpty();
      client.reset();
    }
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(nothingNoted()).isTrue();
  }

  @Test
  void bytesOfANextRequestAreNoLeaving() throws Exception {
    serve(exchange -> {
      exchange.onGone(() -> note("gone"));
      if (entered.getCount() > 0) {
        entered.countDown();
        await(released);
      }
      answerTarget(exchange);
    });
    RawConnection client = client().send(GET);
    await(entered);
    client.send(GET.replace("/ ", "/2 "));
    TimeUnit.MILLISECONDS.sleep(50);
    released.countDown();
    assertThat(client.response().content()).isEqualTo("/");
    assertThat(client.response().content()).isEqualTo("/2");
    assertThat(nothingNoted()).isTrue();
  }
}
