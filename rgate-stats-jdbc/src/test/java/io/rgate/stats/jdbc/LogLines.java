package io.rgate.stats.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the log of the whole process gets at its default level, and what is printed on the standard
 * error, until this is closed.
 */
final class LogLines extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  LogLines() {
    root.getHandlers(); // makes the console's handler now, which keeps the standard error of before
    System.setErr(new PrintStream(printed, true, UTF_8));
    setLevel(Level.INFO);
    root.addHandler(this);
  }

  List<LogRecord> all() {
    return lines;
  }

  List<String> messages() {
    return lines.stream().map(LogRecord::getMessage).toList();
  }

  /** What was printed, not logged, on the standard error. */
  String printed() {
    return printed.toString(UTF_8);
  }

  @Override
  public void publish(LogRecord line) {
    if (isLoggable(line)) {
      lines.add(line);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    System.setErr(standardError);
  }
}
