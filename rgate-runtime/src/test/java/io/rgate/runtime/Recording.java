package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A sink that keeps what it gets, so that a test can look at it. */
final class Recording implements StatsSink {
  private final BlockingQueue<Sample> samples = new LinkedBlockingQueue<>();

  @Override
  public void record(Sample sample) {
    samples.add(sample);
  }

  /** The next sample, which may be recorded a moment after its client had the answer. */
  Sample next() throws InterruptedException {
    Sample sample = samples.poll(30, TimeUnit.SECONDS);
    assertThat(sample).as("a sample within half a minute").isNotNull();
    return sample;
  }

  /** What was tried for it. */
  List<Attempt> tried() throws InterruptedException {
    return next().attempts().all();
  }

  @Override
  public void close() {
    samples.clear();
  }
}
