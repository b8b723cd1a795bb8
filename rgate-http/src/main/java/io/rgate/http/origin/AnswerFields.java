package io.rgate.http.origin;

import io.rgate.api.Fields;
import io.rgate.http.hpack.Entry;
import io.rgate.http.hpack.HpackDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of one header section of an answer and checks them (RFC 9113, 8.2 and 8.3),
 * as strictly as HTTP/1.1 needs it.
 */
final class AnswerFields implements HpackDecoder.Sink {
  /** As much as is taken of an answer of HTTP/1.1. */
  static final int MAX_BYTES = 64 * 1024;

  static final int MAX_FIELDS = 256;

  private static final int MOST_DIGITS = 18;

  private final boolean trailers;
  private final Fields.Builder builder = Fields.builder();
  private int status;
  private long length = -1;
  private int bytes;
  private @Nullable String wrong;

  /** For a header section, or for a trailer section. */
  AnswerFields(boolean trailers) {
    this.trailers = trailers;
  }

  @Override
  public void add(Entry entry) {
    if (wrong != null) {
      return; // the rest is decoded for the table's sake only
    }
    if (!entry.isValid() || entry.kind().isOfRequest()) {
      wrong = "a field that HTTP/2 does not allow";
      return;
    }
    if (entry.kind() == Entry.Kind.STATUS) {
      status(entry.value());
      return;
    }
    bytes += entry.name().length() + entry.value().length();
    if (bytes > MAX_BYTES || builder.size() >= MAX_FIELDS) {
      wrong = "too many fields, or too long ones";
    } else {
      usual(entry);
    }
  }

  private void status(String value) {
    if (trailers || status != 0 || builder.size() > 0) {
      wrong = ":status that is repeated, or stands where none may be";
    } else if (value.length() != 3 || !isNumber(value)) {
      wrong = "a status that is no number";
    } else {
      status = Integer.parseInt(value);
    }
  }

  private void usual(Entry entry) {
    if (entry.kind() == Entry.Kind.LENGTH) {
      String value = entry.value();
      if (length >= 0 || value.length() > MOST_DIGITS || !isNumber(value)) {
        wrong = "Content-Length that is not one number";
        return;
      }
      length = Long.parseLong(value);
    }
    builder.add(entry.name(), entry.value());
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Why the section is malformed, or null if it is not. Asked at its end. */
  @Nullable String wrong() {
    // RFC 9113, 8.6: there is no 101.
    if (wrong == null && !trailers && (status < 100 || status > 599 || status == 101)) {
      return "an answer whose status is missing or cannot be";
    }
    return wrong;
  }

  /** The fields, to be changed for a trailer section. */
  Fields.Builder builder() {
    return builder;
  }

  /** The head that this section is. */
  Head head(boolean ends) {
    return new Head(status, builder.build(), length, ends);
  }
}
