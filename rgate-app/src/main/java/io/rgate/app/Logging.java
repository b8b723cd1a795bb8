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
 * The program's log: lines on standard error, written by a thread of their own. A user's own
 * configuration of java.util.logging replaces it.
 */
final class Logging {
  private static final String PREFIX = "java.util.logging.";

  /**
   * Loggers of libraries. The gateway's own classes log what a library's failure means for the
   * gateway. The loggers are kept here because java.util.logging drops a logger without references,
   * and its level with it.
   */
  private static final List<Logger> LIBRARIES =
      List.of(
          Logger.getLogger("com.zaxxer"),
          Logger.getLogger("com.github.dockerjava"),
          Logger.getLogger("org.postgresql"),
          Logger.getLogger("redis.clients"),
          Logger.getLogger("io.github.resilience4j"),
          Logger.getLogger("h2database"));

  private Logging() {}

  /** Sets up the log, as text until another format is set. */
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

  /** Sets the format of all further lines. */
  static void format(LogFormat format) {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (handler instanceof LogQueue) {
        handler.setFormatter(formatter(format));
      }
    }
  }

  /** Waits until all lines so far are written, for at most {@code within}. */
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
    // The user has configured a format.
    return System.getProperty(PREFIX + "SimpleFormatter.format") == null
        ? new TextLines()
        : new SimpleFormatter();
  }
}
