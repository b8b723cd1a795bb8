package io.rgate.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Log lines for people: time with its zone, level, message; below it the stack trace if there is
 * one.
 */
final class TextLines extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  @Override
  public String format(LogRecord logged) {
    String line =
        time(logged) + " " + logged.getLevel().getName() + " " + formatMessage(logged) + "\n";
    Throwable thrown = logged.getThrown();
    return thrown == null ? line : line + stackTrace(thrown);
  }

  /** The time of the line, to the millisecond, with the offset from UTC. */
  static String time(LogRecord logged) {
    return TIME.format(logged.getInstant());
  }

  static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
