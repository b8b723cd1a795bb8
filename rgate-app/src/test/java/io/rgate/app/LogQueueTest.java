package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue between those who log and the place where the log is written. */
class LogQueueTest {
  private final CountDownLatch open = new CountDownLatch(1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /** Takes nothing until it is opened. */
  private final class Pipe extends OutputStream {
    @Override
    public void write(int value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      written.write(bytes, offset, length);
    }
  }

  private LogQueue queue() {
    LogQueue queue = new LogQueue(new Pipe());
    queue.setFormatter(new TextLines());
    return queue;
  }

  private static LogRecord line(String text) {
    return new LogRecord(Level.INFO, text);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  @Timeout(60)
  void whatDoesNotFitIsDroppedCountedAndTold() {
    LogQueue queue = queue();
    for (int i = 0; i < 10_000; i++) {
      queue.publish(line("line " + i));
    }
    open.countDown();
    queue.flush();
    queue.publish(line("the last"));
    queue.flush();

    long lines = text().lines().filter(line -> line.contains(" line ")).count();
    Matcher told = Pattern.compile("WARNING (\\d+) log lines were dropped").matcher(text());
    long dropped = 0;
    while (told.find()) {
      dropped += Long.parseLong(told.group(1));
    }
    assertThat(dropped).isPositive();
    assertThat(lines + dropped).isEqualTo(10_000);
    assertThat(text()).contains("line 0\n").endsWith("INFO the last\n");
  }

  @Test
  @Timeout(60)
  void flushWaitsForEachLineButNotForEver() {
    LogQueue queue = queue();
    queue.publish(line("one"));
    queue.flush();
    assertThat(text()).isEmpty();

    open.countDown();
    queue.flush();
    assertThat(text()).endsWith(" INFO one\n");
  }

  @Test
  void aStackTraceFollowsItsLine() {
    LogRecord failed = line("failed");
    failed.setThrown(new IllegalStateException("why"));

    assertThat(new TextLines().format(failed))
        .contains(" INFO failed\njava.lang.IllegalStateException: why\n\tat ");
    assertThat(new JsonLines().format(failed))
        .contains("\"stack_trace\":\"java.lang.IllegalStateException: why\\n\\tat ")
        .hasLineCount(1);
  }
}
