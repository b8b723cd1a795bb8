package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.limits.Verdict.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways with one store, which goes and comes back. */
class SharedBucketsTest {
  /** 100 in 100 seconds: a token a second, and a bucket of 100. */
  private static final Limit LIMIT = new Limit(100, Duration.ofSeconds(100), 100);

  private final TestClock clock = new TestClock();
  private final MapStore store = new MapStore(clock);
  private final List<SharedBuckets> gateways = new ArrayList<>();

  @AfterEach
  void close() {
    gateways.forEach(SharedBuckets::close);
  }

  private SharedBuckets gateway(WhenAway whenAway) {
    SharedBuckets made =
        new SharedBuckets(new SharedBuckets.Plan("test", LIMIT, 1_000, whenAway, 50), store, clock);
    gateways.add(made);
    return made;
  }

  private SharedBuckets gateway() {
    return gateway(WhenAway.LOCAL);
  }

  /** How many requests are served until one is not. */
  private static int served(SharedBuckets gateway, String key) {
    int served = 0;
    while (gateway.take(key).answer() == Answer.SERVED) {
      served++;
    }
    return served;
  }

  private static void take(SharedBuckets gateway, String key, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(gateway.take(key).answer()).isEqualTo(Answer.SERVED);
    }
  }

  /** The store is there again, and all gateways know; a probe comes by the real time. */
  private void back(SharedBuckets... known) throws InterruptedException {
    store.away(false);
    for (SharedBuckets gateway : known) {
      int before = store.asked();
      for (int i = 0; store.asked() == before; i++) {
        assertThat(i).as("waited for the probe").isLessThan(3_000);
        Thread.sleep(10);
        gateway.take("a key that nobody counts");
      }
    }
  }

  /** The store is away; later than what is in it was made. */
  private void goes() throws InterruptedException {
    Thread.sleep(5);
    store.away(true);
  }

  @Test
  void gatewaysHaveALimitInCommon() {
    SharedBuckets one = gateway();
    SharedBuckets two = gateway();

    take(one, "a", 60);

    assertThat(served(two, "a")).isEqualTo(40);
    assertThat(served(one, "a")).isZero();
    assertThat(served(one, "b")).isEqualTo(100);
  }

  @Test
  void anEmptyBucketIsNotAskedBeforeTheNextTokenIsDue() {
    SharedBuckets gateway = gateway();
    served(gateway, "a");
    int asked = store.asked();

    Verdict refused = gateway.take("a");

    assertThat(refused).isEqualTo(Verdict.refused(Duration.ofSeconds(1).toNanos()));
    assertThat(store.asked()).isEqualTo(asked);
    clock.pass(Duration.ofMillis(1_000));
    assertThat(served(gateway, "a")).isEqualTo(1);
  }

  @Test
  void whileTheStoreIsAwayEachHasItsShareOfWhatWasLeft() throws Exception {
    SharedBuckets one = gateway();
    SharedBuckets two = gateway();
    take(one, "a", 39);
    take(two, "a", 1);
    goes();

    assertThat(served(one, "a")).isEqualTo(30); // it saw 61 left, and its own request failed
    assertThat(served(two, "a")).isEqualTo(30); // it saw 60 left
    assertThat(served(one, "new")).isEqualTo(50);
    clock.pass(Duration.ofSeconds(10));
    assertThat(served(one, "a")).isEqualTo(5); // half of what comes
  }

  @Test
  void aStoreThatComesBackEmptyGoesOnWithWhatIsLeft() throws Exception {
    SharedBuckets one = gateway();
    SharedBuckets two = gateway();
    take(one, "a", 39);
    take(two, "a", 1);
    goes();
    take(one, "a", 20);
    take(two, "a", 30);
    store.empty();
    back(one, two);

    assertThat(served(one, "a")).isEqualTo(10); // of 100 there were 40 + 50 used
    assertThat(served(two, "a")).isZero();
  }

  @Test
  void aStoreThatComesBackWithItsBucketsLearnsWhatWasUsed() throws Exception {
    SharedBuckets one = gateway();
    SharedBuckets two = gateway();
    take(one, "a", 10);
    take(two, "a", 10);
    goes();
    take(one, "a", 40);
    take(two, "a", 30);
    back(one, two);

    take(one, "a", 1);
    take(two, "a", 1); // now the store knows from both
    assertThat(served(one, "a")).isEqualTo(100 - 20 - 70 - 2);
  }

  @Test
  void whatTheOtherGatewayHasLeftIsAddedToABucketThatWasMadeAnew() throws Exception {
    SharedBuckets one = gateway();
    SharedBuckets two = gateway();
    take(one, "a", 1);
    take(two, "a", 1);
    goes();
    take(one, "a", 45);
    take(two, "a", 10);
    store.empty();
    back(one, two);

    assertThat(served(one, "a")).isEqualTo(4); // of 49 that were its share
    assertThat(served(two, "a")).isBetween(35, 39); // less what has come in both, by real time
  }

  @Test
  void whatAFasterGatewayTookFromTheOthersShareIsPaidBack() throws Exception {
    SharedBuckets one = gateway();
    SharedBuckets two = gateway();
    take(one, "a", 1);
    take(two, "a", 1);
    goes();
    one.take("a");
    take(two, "a", 40);
    back(one, two);

    assertThat(served(one, "a")).isEqualTo(97); // it does not know of the 40 yet
    assertThat(two.take("a").answer()).isEqualTo(Answer.REFUSED);
    clock.pass(Duration.ofSeconds(40));
    assertThat(served(one, "a") + served(two, "a")).isZero();
    clock.pass(Duration.ofSeconds(10));
    assertThat(served(one, "a") + served(two, "a")).isEqualTo(10);
  }

  @Test
  void afterAnOutageAStrangerDoesNotBeginWithAFullBucket() throws Exception {
    SharedBuckets one = gateway();
    SharedBuckets two = gateway();
    served(two, "a");
    goes();
    one.take("b");
    two.take("b");
    store.empty();
    back(one, two);

    assertThat(served(one, "a")).isEqualTo(1); // only the other one knows it
    clock.pass(LIMIT.per());
    assertThat(served(one, "c")).isEqualTo(100);
  }

  @Test
  void aStoreThatLosesItsBucketsUnnoticedGetsThemBack() {
    SharedBuckets gateway = gateway();
    take(gateway, "a", 90);
    store.empty();

    assertThat(served(gateway, "a")).isEqualTo(10);
  }

  @Test
  void requestsAreServedUncountedOrRefusedIfTheSettingSaysSo() throws Exception {
    SharedBuckets allows = gateway(WhenAway.ALLOW);
    SharedBuckets refuses = gateway(WhenAway.REFUSE);
    goes();

    for (int i = 0; i < 200; i++) {
      assertThat(allows.take("a")).isEqualTo(Verdict.UNCOUNTED);
      assertThat(refuses.take("a")).isEqualTo(Verdict.UNAVAILABLE);
    }
  }

  @Test
  void aClientThatLeavesDoesNotMakeTheStoreLookAway() throws Exception {
    SharedBuckets gateway = gateway();
    store.interrupt(true);
    assertThat(gateway.take("a").answer()).isEqualTo(Answer.SERVED);
    store.interrupt(false);
    int asked = store.asked();

    assertThat(gateway.take("a").answer()).isEqualTo(Answer.SERVED);

    assertThat(store.asked()).isGreaterThan(asked);
  }

  @Test
  void whileTheStoreIsAwayNoRequestAsksIt() throws Exception {
    SharedBuckets gateway = gateway();
    goes();
    gateway.take("a");
    store.away(false); // but no probe has found out: the time between two is longer than this
    int asked = store.asked();

    gateway.take("a");

    assertThat(store.asked()).isEqualTo(asked);
  }

  @Test
  void aStoreThatIsAwayAtTheStartKeepsNobodyFromStarting() throws Exception {
    goes();
    SharedBuckets gateway = gateway();

    assertThat(served(gateway, "a")).isEqualTo(50);
    back(gateway);
    assertThat(gateway.take("a").answer()).isEqualTo(Answer.REFUSED);
  }

  @Test
  void theLogHasOneLineWhenItGoesAndOneWhenItIsBack() throws Exception {
    Map<String, Integer> lines = new ConcurrentHashMap<>();
    Logger logger = Logger.getLogger(RateLimit.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            String words = line.getMessage().replaceAll("\\d+ ms", "N ms");
            lines.merge(line.getLevel() + " " + words, 1, Integer::sum);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      SharedBuckets gateway = gateway();
      goes();
      for (int i = 0; i < 100; i++) {
        gateway.take("a");
      }
      back(gateway);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(lines)
        .containsOnly(
            Map.entry(
                "WARNING the limit test cannot use its store a map: it is away; until it can, each"
                    + " gateway counts by itself",
                1),
            Map.entry("INFO the limit test uses its store a map again, after N ms", 1));
  }
}
