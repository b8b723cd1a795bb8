package io.rgate.runtime.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Backend;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.LabelMatch;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.Timeouts;
import io.rgate.runtime.balance.EndpointStates;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balancer.RoundRobinProvider;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.Gauge;
import io.rgate.runtime.limit.Gates;
import io.rgate.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which connection a request gets while one takes longer than usual. */
class ConnectRaceTest {
  private static final Request POST = Request.builder("POST", "/").body(Body.of("x")).build();
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EndpointStates states = new EndpointStates();
  private final SlowUpstream upstream = new SlowUpstream();

  /** Endpoints that get requests in this order. */
  private Pool pool(String... ids) {
    List<Endpoint> endpoints =
        Stream.of(ids).map(id -> new Endpoint(id, URI.create("http://" + id), Map.of())).toList();
    Backend backend = new Backend("b", List.of(LabelMatch.parse("b")));
    return Pool.of(
        endpoints,
        Pool.Rules.of(backend, new RoundRobinProvider().create(Settings.of(Map.of())), null),
        new Pool.Shared(states));
  }

  private Response send(Pool pool, Request request, Duration connect) throws ForwardException {
    Route route =
        new Route("/", "b")
            .withForwarding(Forwarding.DEFAULT.withTimeouts(Timeouts.DEFAULT.withConnect(connect)));
    return new Forwarder(upstream, new Gates()).forward(request, route, pool, new Gauge());
  }

  private CountDownLatch hang(String id) {
    CountDownLatch end = new CountDownLatch(1);
    upstream.hanging.put(id, end);
    return end;
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private void requireNothingUnderWay(Pool pool) throws InterruptedException {
    eventually(() -> pool.inFlight() == 0);
  }

  @Test
  void anotherOneIsDialledBesideOneThatHangsAndTheFirstConnectionIsUsed() throws Exception {
    Pool pool = pool("a", "b");
    CountDownLatch end = hang("a");
    Response response = send(pool, POST, LONG);
    assertThat(response.attempts().all()).singleElement().matches(a -> a.endpoint().equals("b"));
    assertThat(upstream.sent).containsExactly("b");
    end.countDown();
    eventually(() -> upstream.kept.contains("a"));
    assertThat(upstream.dialled).containsExactly("a", "b");
    requireNothingUnderWay(pool);
  }

  @Test
  void oneWhoseDialHangsIsAtOncePreferredLessByOthers() throws Exception {
    Pool pool = pool("a", "b", "c");
    hang("a");
    send(pool, POST, LONG);
    for (int i = 0; i < 6; i++) {
      send(pool, POST, LONG);
    }
    assertThat(upstream.dialled).containsOnlyOnce("a");
  }

  @Test
  void dialThatFailsLaterCountsAsTheFailureItIs() throws Exception {
    Pool pool = pool("a", "b");
    CountDownLatch end = hang("a");
    upstream.refusing.add("a");
    send(pool, POST, LONG);
    assertThat(states.of("a").lastFailure()).isEmpty();
    end.countDown();
    eventually(() -> states.of("a").lastFailure().equals("refused"));
    requireNothingUnderWay(pool);
  }

  @Test
  void dialThatFailsBeforeTheAnswerIsAnAttempt() throws Exception {
    Pool pool = pool("a", "b");
    upstream.refusing.add("a");
    List<Attempt> attempts = send(pool, POST, LONG).attempts().all();
    assertThat(attempts).extracting(Attempt::endpoint).containsExactly("a", "b");
    assertThat(attempts.getFirst().failure()).isEqualTo(Failure.UNREACHABLE);
    assertThat(attempts.getFirst().stage()).isEqualTo(Stage.CONNECT);
    assertThat(attempts.getLast().failure()).isNull();
  }

  @Test
  void whereOneHangsAndTheNextRefusesThereIsThirdOne() throws Exception {
    Pool pool = pool("a", "b", "c");
    hang("a");
    upstream.refusing.add("b");
    List<Attempt> attempts = send(pool, POST, LONG).attempts().all();
    assertThat(attempts).extracting(Attempt::endpoint).containsExactly("b", "c");
  }

  @Test
  void anIdleConnectionOfAnotherOneIsTakenInPlaceOfDial() throws Exception {
    Pool pool = pool("a", "b");
    hang("a");
    upstream.idle.add("b");
    send(pool, POST, LONG);
    assertThat(upstream.dialled).containsExactly("a");
    assertThat(upstream.sent).containsExactly("b");
  }

  @Test
  void nothingIsDialledWhereConnectionIsIdle() throws Exception {
    Pool pool = pool("a", "b");
    upstream.idle.addAll(Set.of("a", "b"));
    send(pool, POST, LONG);
    assertThat(upstream.dialled).isEmpty();
  }

  @Test
  void whereAllHangTheRequestEndsWithTheTimeToConnect() throws Exception {
    Pool pool = pool("a", "b", "c");
    Stream.of("a", "b", "c").forEach(this::hang);
    long began = System.nanoTime();
    assertThatThrownBy(() -> send(pool, POST, Duration.ofMillis(400)))
        .isInstanceOfSatisfying(
            ForwardException.class,
            e ->
                assertThat(e.attempts().all())
                    .hasSize(3)
                    .allMatch(a -> a.failure() == Failure.TIMEOUT));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(390));
    assertThat(upstream.dialled).containsExactlyInAnyOrder("a", "b", "c");
    requireNothingUnderWay(pool);
  }

  @Test
  void whatRetriesLeaveOutIsNotDialled() throws Exception {
    Pool pool = pool("a", "b");
    hang("a");
    Route route =
        new Route("/", "b")
            .withRetries(new Retries(2, Set.of(), 20))
            .withForwarding(
                Forwarding.DEFAULT.withTimeouts(
                    Timeouts.DEFAULT.withConnect(Duration.ofMillis(300))));
    assertThatThrownBy(
            () -> new Forwarder(upstream, new Gates()).forward(POST, route, pool, new Gauge()))
        .isInstanceOf(ForwardException.class);
    assertThat(upstream.dialled).containsExactly("a");
  }

  /** Sends on a thread of its own; what came of it is the failure, or null. */
  private FutureTask<@Nullable ForwardException> sending(Pool pool, Request request) {
    FutureTask<@Nullable ForwardException> task =
        new FutureTask<>(() -> {
          try {
            send(pool, request, LONG);
            return null;
          } catch (ForwardException e) {
            return e;
          }
        });
    return task;
  }

  @Test
  void clientThatLeavesEndsTheWaiting() throws Exception {
    Pool pool = pool("a", "b");
    CountDownLatch one = hang("a");
    CountDownLatch other = hang("b");
    ExchangeScope scope = new ExchangeScope(Body.EMPTY);
    Request request = scope.attach(Request.builder("GET", "/")).build();
    FutureTask<@Nullable ForwardException> task = sending(pool, request);
    Thread.ofVirtual().start(task);
    eventually(() -> upstream.dialled.size() == 2);
    scope.cancellation().cancel();
    ForwardException failed = task.get(20, TimeUnit.SECONDS);
    assertThat(failed.attempts().all().getLast().failure()).isEqualTo(Failure.CLIENT);
    one.countDown();
    other.countDown();
    eventually(() -> upstream.kept.size() == 2);
    requireNothingUnderWay(pool);
  }

  @Test
  void anInterruptEndsTheWaiting() throws Exception {
    Pool pool = pool("a", "b");
    CountDownLatch one = hang("a");
    CountDownLatch other = hang("b");
    FutureTask<@Nullable ForwardException> task = sending(pool, POST);
    Thread thread = Thread.ofVirtual().start(task);
    eventually(() -> upstream.dialled.size() == 2);
    thread.interrupt();
    assertThat(task.get(20, TimeUnit.SECONDS)).isNotNull();
    one.countDown();
    other.countDown();
    requireNothingUnderWay(pool);
    assertThat(states.of("a").lastFailure()).isEmpty();
  }
}
