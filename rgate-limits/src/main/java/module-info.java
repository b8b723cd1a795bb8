/**
 * Limits as filters: how many requests a client may send, and when a backend that fails gets no
 * more of them.
 *
 * <p>{@code filters[].type: rate_limit} counts requests by Bucket4j; {@link
 * io.rgate.limits.RateLimitProvider} tells its settings. {@code filters[].type: circuit_breaker}
 * watches a backend by Resilience4j; {@link io.rgate.limits.CircuitBreakerProvider} tells its
 * settings.
 *
 * @provides io.rgate.spi.FilterProvider {@code rate_limit} and {@code circuit_breaker}
 */
module io.rgate.limits {
  requires transitive io.rgate.api;
  requires static org.jspecify;
  requires java.sql;
  requires com.zaxxer.hikari;
  // Automatic modules: these have no descriptors, but fix their names in their manifests, and no
  // two of them share a package, so they work on the module path as they are.
  requires io.github.bucket4j.core;
  requires io.github.bucket4j.jedis;
  requires io.github.bucket4j.postgresql;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.core;
  requires redis.clients.jedis;
  requires org.apache.commons.pool2;

  exports io.rgate.limits;

  provides io.rgate.spi.FilterProvider with
      io.rgate.limits.RateLimitProvider,
      io.rgate.limits.CircuitBreakerProvider;
}
