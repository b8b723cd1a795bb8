package io.rgate.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Making, binding, starting and stopping a server. */
class ServerIT extends OverTheWire {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private void answerWhenReleased(HttpExchange exchange) throws IOException {
    entered.countDown();
    await(released);
    answerOk(exchange);
  }

  private static boolean refusesConnections(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }

  private static FutureTask<?> stopping(HttpServer server, int delay) {
    FutureTask<?> stop = new FutureTask<>(() -> server.stop(delay), null);
    Thread.ofVirtual().start(stop);
    return stop;
  }

  @Test
  void aServerThatWasMadeWithoutAnAddressIsBoundLater() throws Exception {
    HttpServer server = new VirtualThreadServers().createHttpServer(null, 0);
    server.createContext("/", OverTheWire::answerOk);
    server.bind(anyPort(), 0);
    server.start();
    try (Wire client = new Wire(server.getAddress().getPort())) {
      assertThat(client.send(GET).response().content()).isEqualTo("ok");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsNotBoundCannotBeStarted() throws Exception {
    HttpServer server = new VirtualThreadServers().createHttpServer(null, 0);
    assertThatIllegalStateException().isThrownBy(server::start);
    server.stop(0);
  }

  @Test
  void aServerIsBoundOnce() throws Exception {
    HttpServer server = bound();
    assertThatThrownBy(() -> server.bind(anyPort(), 0)).isInstanceOf(BindException.class);
  }

  @Test
  void aPortThatIsTakenIsRefused() throws Exception {
    HttpServer server = bound();
    assertThatThrownBy(() -> new VirtualThreadServers().createHttpServer(server.getAddress(), 0))
        .isInstanceOf(BindException.class);
  }

  @Test
  void aServerIsStartedOnceAndNotAfterItsEnd() throws Exception {
    HttpServer server = serve(OverTheWire::answerOk);
    assertThatIllegalStateException().isThrownBy(server::start);
    server.stop(0);
    assertThatIllegalStateException().isThrownBy(server::start);
  }

  @Test
  void withoutAnExecutorEachConnectionHasAVirtualThread() throws Exception {
    HttpServer server =
        serve(exchange -> answer(exchange, "" + Thread.currentThread().isVirtual()));
    assertThat(server.getExecutor()).isNull();
    assertThat(ask(GET).content()).isEqualTo("true");
  }

  @Test
  void anExecutorGetsOneTaskForEachConnection() throws Exception {
    AtomicInteger tasks = new AtomicInteger();
    Executor executor =
        task -> {
          tasks.incrementAndGet();
          Thread.ofPlatform().name("of the executor").start(task);
        };
    HttpServer server = bound();
    server.createContext("/", exchange -> answer(exchange, Thread.currentThread().getName()));
    server.setExecutor(executor);
    server.start();
    Wire client = client();
    for (int i = 0; i < 3; i++) {
      assertThat(client.send(GET).response().content()).isEqualTo("of the executor");
    }
    assertThat(tasks).hasValue(1);
    assertThat(server.getExecutor()).isSameAs(executor);
  }

  @Test
  void anExecutorThatRefusesCostsOneConnection() throws Exception {
    AtomicInteger tasks = new AtomicInteger();
    HttpServer server = bound();
    server.createContext("/", OverTheWire::answerOk);
    server.setExecutor(task -> {
      if (tasks.incrementAndGet() == 1) {
        throw new RejectedExecutionException("the first one");
      }
      Thread.startVirtualThread(task);
    });
    server.start();
    assertThat(client().hasEnded()).isTrue();
    assertThat(ask(GET).content()).isEqualTo("ok");
  }

  @Test
  void anExecutorIsNotChangedAfterTheStart() throws Exception {
    HttpServer server = serve(OverTheWire::answerOk);
    assertThatIllegalStateException().isThrownBy(() -> server.setExecutor(Runnable::run));
    assertThat(ask(GET).content()).isEqualTo("ok");
  }

  @Test
  void stoppingAtOnceFreesThePortAndEndsIdleConnections() throws Exception {
    HttpServer server = serve(OverTheWire::answerOk);
    Wire silent = client();
    Wire used = client();
    assertThat(used.send(GET).response().content()).isEqualTo("ok");
    server.stop(0);
    HttpServer next = new VirtualThreadServers().createHttpServer(server.getAddress(), 0);
    next.stop(0);
    assertThat(silent.hasEnded()).isTrue();
    assertThat(used.hasEnded()).isTrue();
  }

  @Test
  void stoppingAtOnceCutsAnExchangeThatIsUnderWay() throws Exception {
    HttpServer server = serve(this::answerWhenReleased);
    Wire client = client().send(GET);
    await(entered);
    server.stop(0);
    assertThat(client.hasEnded()).isTrue();
    released.countDown();
  }

  @Test
  void stoppingWithADelayWaitsForAnExchangeAndItsResponseEndsTheConnection() throws Exception {
    HttpServer server = serve(this::answerWhenReleased);
    Wire client = client().send(GET);
    await(entered);
    FutureTask<?> stop = stopping(server, 60);
    eventually("no more connections", () -> refusesConnections(server.getAddress().getPort()));
    assertThat(stop.isDone()).isFalse();
    released.countDown();
    Response response = client.response();
    assertThat(response.content()).isEqualTo("ok");
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
    stop.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Test
  void stoppingWithADelayWaitsNoLongerThanThat() throws Exception {
    HttpServer server = serve(this::answerWhenReleased);
    Wire client = client().send(GET);
    await(entered);
    long begin = System.nanoTime();
    server.stop(1);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(1), PATIENCE);
    assertThat(client.hasEnded()).isTrue();
    released.countDown();
  }

  @Test
  void stoppingNeedsNoStart() throws Exception {
    HttpServer server = bound();
    server.stop(0);
    assertThat(refusesConnections(server.getAddress().getPort())).isTrue();
    assertThatCode(() -> server.stop(0)).doesNotThrowAnyException();
  }

  @Test
  void aDelayIsNotNegative() throws Exception {
    HttpServer server = bound();
    assertThatIllegalArgumentException().isThrownBy(() -> server.stop(-1));
  }

  @Test
  void thereIsNoTls() {
    assertThatThrownBy(() -> new VirtualThreadServers().createHttpsServer(anyPort(), 0))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
