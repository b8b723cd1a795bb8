package io.rgate.app;

import io.rgate.config.LogFormat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The program's log: lines on standard error, written by a thread of their own. Whoever gives a
 * configuration of java.util.logging gets what it says instead.
 */
final class Logging {
  private static final String PREFIX = "java.util.logging.";

  /**
   * Loggers of libraries. What a failure of theirs means for the gateway is logged by our own
   * classes; kept here, because java.util.logging forgets a logger that nobody holds, and its level
   * with it.
   */
  private static final List<Logger> LIBRARIES =
      List.of(
          Logger.getLogger("com.zaxxer"),
          Logger.getLogger("com.github.dockerjava"),
          Logger.getLogger("org.postgresql"),
          Logger.getLogger("h2database"));

  private Logging() {}

  /** Sets the log up, as text until something else is said. */
  static void start() {
    if (System.getProperty(PREFIX + "config.file") != null
        || System.getProperty(PREFIX + "config.class") != null) {
      return;
    }
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    LogQueue queue = new LogQueue(new FileOutputStream(FileDescriptor.err));
    queue.setFormatter(formatter(LogFormat.TEXT));
    root.addHandler(queue);
    LIBRARIES.forEach(logger -> logger.setLevel(Level.OFF));
  }

  /** Has every line from here on look like that. */
  static void format(LogFormat format) {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (handler instanceof LogQueue) {
        handler.setFormatter(formatter(format));
      }
    }
  }

  /** Waits until what was logged is written, but not longer than {@code within}. */
  static void flush(Duration within) {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (handler instanceof LogQueue queue) {
        queue.flush(within);
      }
    }
  }

  private static Formatter formatter(LogFormat format) {
    if (format == LogFormat.JSON) {
      return new JsonLines();
    }
    // The user has said how lines look.
    return System.getProperty(PREFIX + "SimpleFormatter.format") == null
        ? new TextLines()
        : new SimpleFormatter();
  }
}
