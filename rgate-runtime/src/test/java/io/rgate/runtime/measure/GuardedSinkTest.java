package io.rgate.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.runtime.TallySink;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sink that throws costs the log. */
class GuardedSinkTest {
  static {
    // Only tests look at what the platform's log gets.
    GuardedSinkTest.class
        .getModule()
        .addReads(ModuleLayer.boot().findModule("java.logging").orElseThrow());
  }

  private static final Logger LOG = Logger.getLogger(GuardedSink.class.getName());
  private static final Sample SAMPLE = Sample.builder().build();

  private final List<LogRecord> lines = new ArrayList<>();

  /** A sink that always throws the same. */
  private record Throwing(RuntimeException failure) implements StatsSink {
    @Override
    public void record(Sample sample) {
      throw failure;
    }

    @Override
    public Optional<String> trouble() {
      throw failure;
    }

    @Override
    public void close() {
      throw failure;
    }
  }

  @BeforeEach
  void listen() {
    LOG.setFilter(line -> {
      lines.add(line);
      return false;
    });
  }

  @AfterEach
  void stopListening() {
    LOG.setFilter(null);
  }

  @Test
  void aFullDiskIsOneLineWithoutAStackTrace() {
    IOException full = new IOException("No space left on device");
    GuardedSink sink = new GuardedSink(new Throwing(new UncheckedIOException(full)));

    for (int i = 0; i < 1_000; i++) {
      sink.record(SAMPLE);
    }

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().getThrown()).isNull();
    assertThat(lines.getFirst().getMessage())
        .contains("Throwing", "IOException: No space left on device", "1 requests");
  }

  @Test
  void aMistakeOfTheSinkIsOneLineWithItsStackTrace() {
    IllegalStateException mistake = new IllegalStateException("a mistake");
    GuardedSink sink = new GuardedSink(new Throwing(mistake));

    sink.record(SAMPLE);
    sink.record(SAMPLE);

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().getThrown()).isSameAs(mistake);
  }

  @Test
  void aSinkThatCannotTellItsTroubleIsTroubleToo() {
    GuardedSink sink = new GuardedSink(new Throwing(new IllegalStateException("a mistake")));

    assertThat(sink.trouble().orElseThrow()).contains("Throwing", "IllegalStateException");
  }

  @Test
  void theTroubleOfEverySinkIsTold() {
    Sinks sinks = new Sinks(List.of(new TallySink(), new TallySink()));
    assertThat(sinks.trouble()).isEmpty();

    Throwing broken = new Throwing(new IllegalStateException("a mistake"));
    assertThat(new Sinks(List.of(new TallySink(), broken, broken)).trouble().orElseThrow())
        .contains("; ");
  }
}
