package io.rgate.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import java.math.BigInteger;
import java.time.Duration;

/**
 * How many requests there may be: a bucket of tokens that is filled steadily.
 *
 * @param requests how many tokens come in {@code per}
 * @param per the time in which they come
 * @param burst how many tokens the bucket holds
 */
record Limit(long requests, Duration per, long burst) {

  /** The share of one gateway: {@code percent} of these requests and of the bucket, at least 1. */
  Limit share(int percent) {
    return new Limit(requests * percent, per.multipliedBy(100), Math.max(1, burst * percent / 100));
  }

  /** The configuration of a new bucket with {@code tokens} in it, which tells when it was made. */
  BucketConfiguration configuration(long tokens) {
    return BucketConfiguration.builder()
        .addLimit(limit ->
            limit
                .capacity(burst)
                .refillGreedy(requests, per)
                .initialTokens(bound(tokens))
                .id(String.valueOf(System.currentTimeMillis())))
        .build();
  }

  /** When a bucket with that configuration was made, in milliseconds since the epoch. */
  static long madeAt(BucketConfiguration configuration) {
    return Long.parseLong(configuration.getBandwidths()[0].getId());
  }

  /** A bucket in this process with {@code tokens} in it. */
  Bucket bucket(long tokens, TimeMeter clock) {
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(burst).refillGreedy(requests, per).initialTokens(bound(tokens)))
        .withCustomTimePrecision(clock)
        .build();
  }

  /** How many tokens come in {@code nanos}, at most a whole bucket. */
  long tokensIn(long nanos) {
    if (nanos >= nanosToFill()) {
      return burst;
    }
    return BigInteger.valueOf(Math.max(0, nanos))
        .multiply(BigInteger.valueOf(requests))
        .divide(BigInteger.valueOf(per.toNanos()))
        .longValueExact();
  }

  /** How long it takes until an empty bucket is full. */
  long nanosToFill() {
    BigInteger nanos =
        BigInteger.valueOf(per.toNanos())
            .multiply(BigInteger.valueOf(burst))
            .divide(BigInteger.valueOf(requests));
    return nanos.bitLength() < Long.SIZE ? nanos.longValueExact() : Long.MAX_VALUE;
  }

  private long bound(long tokens) {
    return Math.clamp(tokens, 0, burst);
  }
}
