package io.rgate.examples;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes one line for each request. A sink must not block, so recording only puts the line into a
 * queue; a thread of its own writes it.
 */
final class AccessLog implements StatsSink {
  private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());
  private static final String END = "";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
  private final LongAdder dropped = new LongAdder();
  private final PrintWriter out;
  private final Thread writer = Thread.ofVirtual().name("access-log").unstarted(this::write);

  private AccessLog(PrintWriter out) {
    this.out = out;
  }

  /** A log that is appended to {@code file}. */
  static AccessLog to(Path file) throws IOException {
    return to(
        new PrintWriter(
            Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
  }

  /** A log that is written to {@code out}. */
  static AccessLog to(PrintWriter out) {
    AccessLog log = new AccessLog(out);
    log.writer.start();
    return log;
  }

  @Override
  public void record(Sample sample) {
    // If the queue is full, the line is lost, because a request must not wait.
    boolean fits =
        lines.offer(
            "%s %s %s %d %d bytes %.3f ms"
                .formatted(
                    sample.start(),
                    sample.method(),
                    sample.attempts().route(),
                    sample.status(),
                    sample.bytesOut(),
                    sample.totalNanos() / 1e6));
    if (!fits) {
      dropped.increment();
    }
  }

  private void write() {
    boolean complete = true;
    try (out) {
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        out.println(line);
        if (complete && lines.isEmpty() && out.checkError()) { // also flushes
          complete = false;
          LOG.log(WARNING, "the access log cannot be written, and is incomplete from now on");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      lines.put(END);
      writer.join();
      if (dropped.sum() > 0) {
        LOG.log(WARNING, "the access log misses {0} lines: its file was too slow", dropped.sum());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
