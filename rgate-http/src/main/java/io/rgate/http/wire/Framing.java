package io.rgate.http.wire;

import io.rgate.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Determines the framing of content (RFC 9112, 6.3); a message with ambiguous framing is refused.
 */
public final class Framing {
  /** Content that comes in chunks. */
  public static final long CHUNKED = -1;

  /** Content that ends when the connection ends. */
  public static final long UNTIL_CLOSE = -2;

  private static final int MOST_DIGITS = 18;

  private Framing() {}

  /**
   * The length of a request's content, or {@link #CHUNKED}.
   *
   * @throws MalformedException if the framing is ambiguous
   */
  public static long ofRequest(Fields fields, boolean http10) throws MalformedException {
    String length = length(fields);
    String coding = coding(fields);
    if (coding == null) {
      return length == null ? 0 : number(length);
    }
    requireAlone(http10, length);
    int comma = coding.lastIndexOf(',');
    String last = coding.substring(comma + 1).strip();
    if (!last.equalsIgnoreCase("chunked")) {
      throw new MalformedException(400, "the last transfer coding is not chunked");
    }
    if (comma >= 0) {
      throw isRepeated(coding)
          ? new MalformedException(400, "chunked is applied twice")
          : new MalformedException(501, "a transfer coding other than chunked");
    }
    return CHUNKED;
  }

  private static boolean isRepeated(String coding) {
    int members = 0;
    for (String member : coding.split(",", -1)) {
      members += member.strip().equalsIgnoreCase("chunked") ? 1 : 0;
    }
    return members > 1;
  }

  /**
   * The length of the content of a response to {@code method}, {@link #CHUNKED} or {@link
   * #UNTIL_CLOSE}.
   *
   * @throws MalformedException if the framing is ambiguous, even if no content follows
   */
  public static long ofResponse(String method, int status, Fields fields, boolean http10)
      throws MalformedException {
    String length = length(fields);
    String coding = coding(fields);
    long declared = length == null ? UNTIL_CLOSE : number(length);
    if (coding != null) {
      requireAlone(http10, length);
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new MalformedException(501, "a transfer coding other than chunked");
      }
      declared = CHUNKED;
    }
    return method.equals("HEAD") || status == 204 || status == 304 ? 0 : declared;
  }

  private static void requireAlone(boolean http10, @Nullable String length)
      throws MalformedException {
    if (http10) {
      throw new MalformedException(400, "Transfer-Encoding in HTTP/1.0");
    }
    if (length != null) {
      throw new MalformedException(400, "Transfer-Encoding beside Content-Length");
    }
  }

  private static @Nullable String length(Fields fields) throws MalformedException {
    String found = null;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).equalsIgnoreCase("Content-Length")) {
        if (found != null) {
          throw new MalformedException(400, "Content-Length twice");
        }
        found = fields.value(i);
      }
    }
    return found;
  }

  /** All lines of the field as one list. */
  private static @Nullable String coding(Fields fields) {
    String found = null;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).equalsIgnoreCase("Transfer-Encoding")) {
        found = found == null ? fields.value(i) : found + "," + fields.value(i);
      }
    }
    return found;
  }

  private static long number(String text) throws MalformedException {
    boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw new MalformedException(400, "Content-Length is not one number");
    }
    return Long.parseLong(text);
  }
}
