package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.distributed.BucketProxy;
import io.rgate.limits.store.PostgresStore;
import io.rgate.limits.store.RedisStore;
import io.rgate.limits.store.Store;
import io.rgate.testkit.PostgresServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What is in a store. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class StoreIT {
  private static final Limit LIMIT = new Limit(10, Duration.ofSeconds(1), 20);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static BucketProxy bucket(Store store, String key) {
    return store.bucket(key, () -> LIMIT.configuration(LIMIT.burst()));
  }

  @Test
  void keysInRedisHaveAPrefixAndExpire() throws Exception {
    try (RedisServer redis = RedisServer.required("StoreIT");
        Store store = new RedisStore(URI.create(redis.url() + "/0"), PATIENCE, "rgate:a:")) {
      assertThat(bucket(store, "192.0.2.1").tryConsumeAsMuchAsPossible()).isEqualTo(20);

      assertThat(redis.ask("KEYS *")).contains("rgate:a:192.0.2.1");
      String left = redis.ask("PTTL rgate:a:192.0.2.1").strip().substring(1);
      // Two seconds until the bucket is full, and ten more.
      assertThat(Integer.parseInt(left)).isBetween(1, 12_500);
    }
  }

  @Test
  void aRedisThatHangsIsWaitedForNoLongerThanTheTimeout() throws Exception {
    try (RedisServer redis = RedisServer.required("StoreIT");
        Store store = new RedisStore(URI.create(redis.url()), Duration.ofMillis(300), "")) {
      store.probe();
      BucketProxy bucket = bucket(store, "a");
      redis.freeze(true);
      long begin = System.nanoTime();

      assertThatThrownBy(() -> bucket.tryConsume(1)).isInstanceOf(RuntimeException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      redis.freeze(false);
    }
  }

  @Test
  void severalGatewaysMakeTheTableAtOnceAndOldRowsGo() throws Exception {
    try (PostgresServer postgres = PostgresServer.required("StoreIT")) {
      PostgresStore.Place place =
          new PostgresStore.Place(postgres.url(), null, null, "rgate_limits");
      List<PostgresStore> stores = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        stores.add(new PostgresStore(place, PATIENCE, "rgate:a:"));
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<Long> first = () -> bucket(stores.getLast(), "b").getAvailableTokens();
        List<Future<?>> probes = new ArrayList<>();
        stores.forEach(store -> probes.add(threads.submit(store::probe)));
        for (Future<?> probe : probes) {
          probe.get();
        }
        assertThat(threads.submit(first).get()).isEqualTo(20);
      }
      assertThat(bucket(stores.get(0), "a").tryConsumeAsMuchAsPossible(15)).isEqualTo(15);
      assertThat(bucket(stores.get(1), "a").tryConsumeAsMuchAsPossible(15)).isBetween(5L, 10L);

      sql(postgres, "INSERT INTO rgate_limits VALUES ('old', NULL, 1)");
      stores.getFirst().sweepNow();
      assertThat(count(postgres, "id = 'old'")).isZero();
      assertThat(count(postgres, "id = 'rgate:a:a'")).isEqualTo(1);
      stores.forEach(PostgresStore::close);
    }
  }

  private static void sql(PostgresServer postgres, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url());
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private static int count(PostgresServer postgres, String where) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url());
        Statement run = connection.createStatement();
        ResultSet rows = run.executeQuery("SELECT count(*) FROM rgate_limits WHERE " + where)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
