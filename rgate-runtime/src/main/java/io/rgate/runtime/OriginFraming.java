package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Timeouts;
import java.time.Duration;
import java.util.List;

/** Checks how an origin's answer is framed, before anything of it is passed on (RFC 9112, 6.3). */
final class OriginFraming {
  private static final String EVENTS = "text/event-stream";

  /** Longer than any process runs, and still to be counted in nanoseconds. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private OriginFraming() {}

  /**
   * The length of the content of an answer to {@code method}, or {@link Body#UNKNOWN}.
   *
   * @throws IllegalArgumentException if the framing is ambiguous or no number
   */
  static long length(String method, int status, Fields fields) {
    List<String> codings = fields.all("Transfer-Encoding");
    List<String> lengths = fields.all("Content-Length");
    if (!codings.isEmpty()) {
      requireChunkedAlone(codings, lengths);
    }
    long declared = lengths.isEmpty() ? Body.UNKNOWN : declared(lengths);
    return method.equals("HEAD") || status == 204 || status == 304 ? 0 : declared;
  }

  /**
   * How long content with these fields may pause. Server-sent events may do so for ever: their
   * sender has nothing to say until something happens.
   */
  static Duration idle(Fields fields, Timeouts timeouts) {
    String type = fields.first("Content-Type").orElse("");
    return type.regionMatches(true, 0, EVENTS, 0, EVENTS.length()) ? FOR_EVER : timeouts.idleBody();
  }

  private static void requireChunkedAlone(List<String> codings, List<String> lengths) {
    if (!lengths.isEmpty() || codings.size() > 1) {
      throw new IllegalArgumentException("Transfer-Encoding beside another framing");
    }
    if (!codings.getFirst().equalsIgnoreCase("chunked")) {
      throw new IllegalArgumentException("transfer coding other than chunked");
    }
  }

  private static long declared(List<String> lengths) {
    if (lengths.size() > 1 || !RequestReader.isLength(lengths.getFirst())) {
      throw new IllegalArgumentException("Content-Length is not one number");
    }
    return Long.parseLong(lengths.getFirst());
  }
}
