package io.rgate.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Log lines for programs: one JSON object each, with {@code time}, {@code level}, {@code logger},
 * {@code message} and, if there is an exception, {@code stack_trace}.
 */
final class JsonLines extends Formatter {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String format(LogRecord logged) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("time", TextLines.time(logged));
      out.writeStringField("level", logged.getLevel().getName());
      out.writeStringField("logger", logged.getLoggerName());
      out.writeStringField("message", formatMessage(logged));
      if (logged.getThrown() != null) {
        out.writeStringField("stack_trace", TextLines.stackTrace(logged.getThrown()));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text + "\n";
  }
}
