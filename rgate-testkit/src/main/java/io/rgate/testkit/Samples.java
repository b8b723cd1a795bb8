package io.rgate.testkit;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Attempts;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes samples for tests. The defaults are a GET that began at a fixed time and was answered with
 * 200 after one millisecond, without content. For one thread.
 */
public final class Samples {
  private final List<Attempt> attempts = new ArrayList<>();
  private Instant start = Instant.parse("2026-01-02T03:04:05Z");
  private @Nullable String pathPrefix;
  private @Nullable String backend;
  private @Nullable String path;
  private int status = 200;
  private long nanos = 1_000_000;
  private long bytesIn;
  private long bytesOut;
  private Outcome outcome = Outcome.COMPLETED;

  private Samples() {}

  /** Begins a sample. */
  public static Samples sample() {
    return new Samples();
  }

  /** A sample for tests of only the status and the latency. */
  public static Sample of(int status, Duration latency) {
    return sample().status(status).latency(latency).build();
  }

  /** When the request began. */
  public Samples start(Instant when) {
    start = when;
    return this;
  }

  /** The route that matched. */
  public Samples route(String prefix, String itsBackend) {
    pathPrefix = prefix;
    backend = itsBackend;
    return this;
  }

  /** Adds an attempt that could not connect to that endpoint. */
  public Samples failedAt(String endpoint) {
    attempts.add(
        Attempt.at(endpoint).withStage(Stage.CONNECT).failed(Failure.UNREACHABLE, 500_000));
    return this;
  }

  /** Adds an attempt that got its answer from that endpoint. */
  public Samples answeredBy(String endpoint) {
    attempts.add(Attempt.at(endpoint).withNanos(900_000));
    return this;
  }

  /** The raw path; samples have one only if the settings ask for it. */
  public Samples path(String raw) {
    path = raw;
    return this;
  }

  /** The recorded status. */
  public Samples status(int code) {
    status = code;
    return this;
  }

  /** The time to the last byte. */
  public Samples latency(Duration latency) {
    nanos = latency.toNanos();
    return this;
  }

  /** Bytes of content that were read and written. */
  public Samples bytes(long in, long out) {
    bytesIn = in;
    bytesOut = out;
    return this;
  }

  /** How the request ended. */
  public Samples outcome(Outcome end) {
    outcome = end;
    return this;
  }

  /** Makes the sample. */
  public Sample build() {
    Sample.Builder builder = Sample.builder().start(start).status(status).nanos(nanos, nanos);
    if (path != null) {
      builder.path(path);
    }
    return builder
        .bytes(bytesIn, bytesOut)
        .outcome(outcome)
        .attempts(new Attempts(pathPrefix, backend, attempts))
        .build();
  }
}
