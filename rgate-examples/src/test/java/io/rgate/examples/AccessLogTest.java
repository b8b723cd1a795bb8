package io.rgate.examples;

import static io.rgate.testkit.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rgate.spi.StatsSink;
import io.rgate.testkit.StatsSinkContract;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every sink promises, and what this one does besides. */
class AccessLogTest extends StatsSinkContract {
  @TempDir private Path directory;

  @Override
  protected StatsSink create() throws IOException {
    return AccessLog.to(directory.resolve("access.log"));
  }

  @Test
  void linesAreInTheFileWhenItIsClosedAndStayWhenItIsOpenedAgain() throws Exception {
    for (int run = 0; run < 2; run++) {
      StatsSink log = create();
      log.record(sample().route("/a", "one").answeredBy("x").status(201).bytes(0, 7).build());
      log.close();
    }

    assertThat(Files.readAllLines(directory.resolve("access.log")))
        .hasSize(2)
        .allMatch(line -> line.equals("2026-01-02T03:04:05Z GET /a 201 7 bytes 1.000 ms"));
  }

  /** A full disk costs lines, and no request. */
  @Test
  void goesOnAndCanBeClosedWhereItsFileTakesNothing() throws Exception {
    StatsSink log = AccessLog.to(Path.of("/dev/full"));

    assertThatCode(
            () -> {
              IntStream.range(0, 50_000).forEach(i -> log.record(sample().build()));
              log.close();
            })
        .doesNotThrowAnyException();
  }

  /** A file that takes nothing until it is opened. */
  private static final class SlowFile extends Writer {
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Keeps what is logged. */
  private static final class Kept extends Handler {
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void saysHowManyLinesItHasDropped() {
    Kept kept = new Kept();
    Logger logger = Logger.getLogger(AccessLog.class.getName());
    logger.addHandler(kept);
    try {
      SlowFile file = new SlowFile();
      StatsSink log = AccessLog.to(new PrintWriter(new BufferedWriter(file)));
      IntStream.range(0, 12_000).forEach(i -> log.record(sample().build()));
      file.open.countDown();
      log.close();
    } finally {
      logger.removeHandler(kept);
    }

    assertThat(kept.lines)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getMessage()).startsWith("the access log misses {0} lines");
          assertThat((long) line.getParameters()[0]).isBetween(1L, 2_000L);
        });
  }
}
