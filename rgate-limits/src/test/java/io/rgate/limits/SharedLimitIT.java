package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.testkit.PostgresServer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Two gateways under load, with one store: their limit is one, whatever happens to the store. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class SharedLimitIT {
  private static final int REQUESTS = 150;
  private static final Percentage FIVE = Percentage.withPercentage(5);

  /** What is done to a store in the middle. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private static String limit(String store) {
    return "{type: rate_limit, name: shared, requests: "
        + REQUESTS
        + ", per: 1s, by: everyone, store: "
        + store
        + "}";
  }

  private static String redis(RedisServer server, String timeout) {
    return limit("{type: redis, timeout: " + timeout + ", url: '" + server.url() + "'}");
  }

  private static final Step NOTHING = () -> {};

  @Test
  void holdsWithRedis() throws Exception {
    try (RedisServer redis = RedisServer.required("SharedLimitIT")) {
      holds(redis(redis, "500ms"), NOTHING, NOTHING);
    }
  }

  @Test
  void holdsWhileRedisIsKilledAndStartedAgain() throws Exception {
    try (RedisServer redis = RedisServer.required("SharedLimitIT")) {
      holds(redis(redis, "500ms"), redis::kill, redis::start);
    }
  }

  @Test
  void holdsWhileRedisHangs() throws Exception {
    try (RedisServer redis = RedisServer.required("SharedLimitIT")) {
      holds(redis(redis, "200ms"), () -> redis.freeze(true), () -> redis.freeze(false));
    }
  }

  @Test
  void holdsWithPostgresThatIsKilledAndStartedAgain() throws Exception {
    try (PostgresServer postgres = PostgresServer.required("SharedLimitIT")) {
      holds(
          limit("{type: postgresql, timeout: 500ms, url: '" + postgres.url() + "'}"),
          postgres::kill,
          postgres::start);
    }
  }

  private static void holds(String limit, Step away, Step back) throws Exception {
    try (TwoGateways gateways = new TwoGateways(limit)) {
      gateways.load();
      Thread.sleep(1_700);
      away.run();
      Thread.sleep(1_200);
      back.run();
      Thread.sleep(1_800);
      gateways.stop();
      double allowed = REQUESTS * gateways.seconds();
      System.out.printf(
          "shared limit: %d served of %.0f (%+.1f %%) in %.1f s, %d refused, slowest %d ms%n",
          gateways.served(),
          allowed,
          100 * (gateways.served() - allowed) / allowed,
          gateways.seconds(),
          gateways.refused(),
          gateways.slowestMillis());

      assertThat(gateways.seconds()).isGreaterThan(1.5);
      assertThat((double) gateways.served()).isCloseTo(allowed, FIVE);
      assertThat(gateways.others()).isZero();
      assertThat(gateways.slowestMillis()).isLessThan(3_000);
    }
  }
}
