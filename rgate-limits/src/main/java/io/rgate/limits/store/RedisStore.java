package io.rgate.limits.store;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis.JedisBasedProxyManagerBuilder;
import io.github.bucket4j.redis.jedis.RedisApi;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/** Keeps buckets in Redis; each key expires when its bucket has long been full. */
public final class RedisStore implements Store {
  private static final int CONNECTIONS = 32;

  private final HostAndPort address;
  private final RedisClient client;
  private final SharedStore buckets;

  /** Makes a store that has no connection yet; {@code url} has passed {@link #check}. */
  public RedisStore(URI url, Duration timeout, String prefix) {
    address = JedisURIHelper.getHostAndPort(url);
    client =
        RedisClient.builder()
            .hostAndPort(address)
            .clientConfig(login(url, timeout))
            .poolConfig(pool(timeout))
            .build();
    buckets =
        new SharedStore(
            SharedStore.bounded(
                    new JedisBasedProxyManagerBuilder<>(Mapper.STRING, new Commands(client)),
                    timeout)
                .build(),
            prefix);
  }

  /**
   * Checks that {@code url} is one of Redis.
   *
   * @throws IllegalArgumentException if it is not, with what it should be; without the URL, which
   *     may have a password
   */
  public static URI check(String url) {
    String expected =
        "must be redis://HOST:PORT or rediss://HOST:PORT, as in redis://127.0.0.1:6379";
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(expected); // without the cause, which has the URL
    }
    boolean redis = JedisURIHelper.isRedisScheme(uri) || JedisURIHelper.isRedisSSLScheme(uri);
    if (!redis || !JedisURIHelper.isValid(uri)) {
      throw new IllegalArgumentException(expected);
    }
    return uri;
  }

  private static DefaultJedisClientConfig login(URI url, Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    DefaultJedisClientConfig.Builder login =
        DefaultJedisClientConfig.builder(url) // user, password, database, TLS
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            // Nothing is asked before the first command.
            .protocol(RedisProtocol.RESP2)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    return JedisURIHelper.isRedisSSLScheme(url)
        ? login.sslOptions(SslOptions.defaults()).build() // the server's name is checked, too
        : login.build();
  }

  private static ConnectionPoolConfig pool(Duration timeout) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMaxWait(timeout);
    pool.setJmxEnabled(false);
    return pool;
  }

  @Override
  public BucketProxy bucket(String key, Supplier<BucketConfiguration> first) {
    return buckets.bucket(key, first);
  }

  @Override
  public void probe() {
    client.ping();
  }

  @Override
  public void reset() {
    client.getPool().clear();
  }

  @Override
  public String place() {
    return "redis at " + address;
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * What Bucket4j asks of Redis.
   *
   * @param client sends it
   */
  private record Commands(RedisClient client) implements RedisApi {
    @Override
    public Object eval(byte[] script, int keyCount, byte[]... params) {
      return client.eval(script, keyCount, params);
    }

    @Override
    public byte[] get(byte[] key) {
      return client.get(key);
    }

    @Override
    public void delete(byte[] key) {
      client.del(key);
    }
  }
}
