package io.rgate.runtime.upstream.jdk;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import java.util.List;

/** Checks the framing of an origin's answer before any part of it is passed on (RFC 9112, 6.3). */
final class OriginFraming {
  private OriginFraming() {}

  /**
   * The length of the content of an answer to {@code method}, or {@link Body#UNKNOWN}.
   *
   * @throws IllegalArgumentException if the framing is ambiguous or not a number, or the status is
   *     outside 200-599
   */
  static long length(String method, int status, Fields fields) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status is " + status);
    }
    List<String> codings = fields.all("Transfer-Encoding");
    List<String> lengths = fields.all("Content-Length");
    if (!codings.isEmpty()) {
      requireChunkedAlone(codings, lengths);
    }
    long declared = lengths.isEmpty() ? Body.UNKNOWN : declared(lengths);
    return method.equals("HEAD") || status == 204 || status == 304 ? 0 : declared;
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
    String text = lengths.getFirst();
    boolean digits = lengths.size() == 1 && !text.isEmpty() && text.length() <= 18;
    if (!digits || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("Content-Length is not one number");
    }
    return Long.parseLong(text);
  }
}
