package io.rgate.limits;

import static java.util.Objects.requireNonNull;

import io.github.bucket4j.TimeMeter;
import io.rgate.api.AddressBlock;
import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.limits.store.PostgresStore;
import io.rgate.limits.store.PostgresTable;
import io.rgate.limits.store.RedisStore;
import io.rgate.limits.store.Store;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many requests a client, or all clients together, may send in a time; more get 429 with
 * {@code Retry-After}. Every response tells the limit in {@code RateLimit-Policy} and what is left
 * of it in {@code RateLimit}.
 *
 * <p>Each object counts for itself, unless it has a store that several share. Safe for use by many
 * threads. Whoever makes one closes it.
 */
public final class RateLimit implements Filter, AutoCloseable {
  private final CountBy by;
  private final Counter counter;
  private final RateLimitFields fields;

  private RateLimit(CountBy by, Counter counter, RateLimitFields fields) {
    this.by = by;
    this.counter = counter;
    this.fields = fields;
  }

  /** A limit of {@code requests} in {@code per}, counted by client and in memory. */
  public static Builder builder(int requests, Duration per) {
    return new Builder(requests, per);
  }

  @Override
  public Response filter(Request request, Handler next) throws IOException {
    Verdict verdict = counter.take(by.key(request));
    return switch (verdict.answer()) {
      case SERVED -> {
        Response response = next.handle(request);
        yield response.withFields(fields.added(response.fields(), verdict));
      }
      case REFUSED -> {
        Response refusal = refusal(429, "too many requests\n", verdict);
        yield refusal.withFields(fields.added(refusal.fields(), verdict));
      }
      case UNCOUNTED -> next.handle(request);
      case UNAVAILABLE -> refusal(503, "requests cannot be counted\n", verdict);
    };
  }

  private static Response refusal(int status, String text, Verdict verdict) {
    Response response = Response.text(status, text);
    return response.withFields(
        response.fields().with("Retry-After", String.valueOf(verdict.seconds())));
  }

  /** Ends the connections to the store, if there is one. */
  @Override
  public void close() {
    counter.close();
  }

  /** Collects settings; used by one thread. */
  public static final class Builder {
    static final String NAME = "default";
    static final String BY = "client";
    static final int IPV6_PREFIX = 64;
    static final int MAX_KEYS = 100_000;
    static final int LOCAL_SHARE = 50;
    static final Duration TIMEOUT = Duration.ofMillis(200);
    static final String TABLE = "rgate_limits";

    private static final Pattern FIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    static final int MOST = 100_000_000;

    private final int requests;
    private final Duration per;
    private String name = NAME;
    private int burst;
    private String by = BY;
    private int ipv6Prefix = IPV6_PREFIX;
    private List<AddressBlock> trusted = List.of();
    private int maxKeys = MAX_KEYS;
    private WhenAway whenAway = WhenAway.LOCAL;
    private int localShare = LOCAL_SHARE;
    private @Nullable StoreMaker store;
    private TimeMeter clock = TimeMeter.SYSTEM_NANOTIME;

    /** Makes the store when everything else is known; {@code prefix} goes before each key. */
    @FunctionalInterface
    interface StoreMaker {
      Store make(String prefix);
    }

    private Builder(int requests, Duration per) {
      requireNonNull(per, "per");
      require(requests >= 1 && requests <= MOST, "requests must be 1 to " + MOST, requests);
      require(per.compareTo(SHORTEST) >= 0, "per must be at least 1ms", per.toMillis() + "ms");
      this.requests = requests;
      this.per = per;
      this.burst = requests;
    }

    /**
     * Sets what {@code RateLimit} calls it; the default is {@code default}. With a shared store,
     * limits of one name, number and time count together.
     *
     * @throws IllegalArgumentException unless it is 1 to 64 letters, digits, {@code .}, {@code _}
     *     and {@code -}, and begins with a letter or digit
     */
    public Builder name(String given) {
      require(
          FIT.matcher(given).matches(),
          "must be 1 to 64 letters, digits, '.', '_' and '-', and begin with a letter or digit",
          "'" + given + "'");
      name = given;
      return this;
    }

    /**
     * Sets how many requests may come at once after a pause; the default is {@code requests}.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than 100,000,000
     */
    public Builder burst(int given) {
      require(given >= 1 && given <= MOST, "must be 1 to " + MOST, given);
      burst = given;
      return this;
    }

    /**
     * Sets {@code client}, {@code everyone} or {@code field:NAME}; the default is {@code client}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public Builder by(String given) {
      CountBy.parse(given, new ClientAddress(ipv6Prefix, trusted));
      by = given;
      return this;
    }

    /**
     * Sets how many leading bits tell IPv6 clients apart; the default is 64.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than 128
     */
    public Builder ipv6Prefix(int given) {
      require(given >= 1 && given <= 128, "must be 1 to 128", given);
      ipv6Prefix = given;
      return this;
    }

    /** Sets the proxies whose {@code X-Forwarded-For} is believed; the default is none. */
    public Builder trustedProxies(List<AddressBlock> given) {
      trusted = List.copyOf(given);
      return this;
    }

    /**
     * Sets how many keys are remembered; the default is 100,000.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxKeys(int given) {
      require(given >= 1, "must be at least 1", given);
      maxKeys = given;
      return this;
    }

    /**
     * Counts in Redis, together with other gateways.
     *
     * @param url {@code redis://HOST:PORT}, or {@code rediss://…} with TLS
     * @param timeout how long a request waits for it at most
     * @throws IllegalArgumentException if {@code url} is none of Redis or {@code timeout} is
     *     shorter than 1 ms or longer than a minute
     */
    public Builder redis(String url, Duration timeout) {
      URI at = RedisStore.check(url);
      Duration bound = checked(timeout);
      store = prefix -> new RedisStore(at, bound, prefix);
      return this;
    }

    /** Counts in a table of PostgreSQL, together with other gateways. */
    Builder postgresql(PostgresStore.Place at, Duration timeout) {
      require(
          at.url().startsWith("jdbc:postgresql:"),
          "must be a JDBC URL, as in jdbc:postgresql://127.0.0.1/rgate",
          "'" + PostgresTable.withoutLogin(at.url()) + "'");
      PostgresTable.check(at.table());
      Duration bound = checked(timeout);
      store = prefix -> new PostgresStore(at, bound, prefix);
      return this;
    }

    /**
     * Counts in the table {@code rgate_limits} of PostgreSQL, together with other gateways.
     *
     * @param url a JDBC URL with the login
     * @param timeout how long a request waits for it at most
     * @throws IllegalArgumentException if {@code url} is none of PostgreSQL or {@code timeout} is
     *     shorter than 1 ms or longer than a minute
     */
    public Builder postgresql(String url, Duration timeout) {
      return postgresql(new PostgresStore.Place(url, null, null, TABLE), timeout);
    }

    /**
     * Sets what happens while the store does not answer; the default is {@link WhenAway#LOCAL} with
     * 50 percent.
     *
     * @param localShare how many percent of the limit one gateway may use up by itself
     * @throws IllegalArgumentException if {@code localShare} is less than 1 or more than 100
     */
    public Builder whenAway(WhenAway given, int localShare) {
      require(localShare >= 1 && localShare <= 100, "must be 1% to 100%", localShare + "%");
      whenAway = requireNonNull(given, "given");
      this.localShare = localShare;
      return this;
    }

    /** Takes the time from {@code given}; for tests. */
    Builder clock(TimeMeter given) {
      clock = given;
      return this;
    }

    /** Makes the filter; a shared store is asked at once, and may be away. */
    public RateLimit build() {
      Limit limit = new Limit(requests, per, burst);
      CountBy countBy = CountBy.parse(by, new ClientAddress(ipv6Prefix, trusted));
      return new RateLimit(countBy, counter(limit), new RateLimitFields(name, limit));
    }

    private Counter counter(Limit limit) {
      if (store == null) {
        return new LocalBuckets(limit, maxKeys, clock);
      }
      // With the numbers: a bucket of other numbers would go on with those that it was made with.
      String prefix = "rgate:" + name + ":" + requests + "/" + per.toMillis() + "/" + burst + ":";
      return new SharedBuckets(
          new SharedBuckets.Plan(name, limit, maxKeys, whenAway, localShare),
          store.make(prefix),
          clock);
    }

    private static Duration checked(Duration timeout) {
      require(
          timeout.toMillis() >= 1 && timeout.compareTo(Duration.ofMinutes(1)) <= 0,
          "timeout must be 1ms to 1m",
          timeout.toMillis() + "ms");
      return timeout;
    }

    private static void require(boolean holds, String what, Object was) {
      if (!holds) {
        throw new IllegalArgumentException(what + ", was " + was);
      }
    }
  }
}
