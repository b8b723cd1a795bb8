package io.rgate.runtime.exchange;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes the id of a request for the log, the origin and the client. */
public final class RequestId {
  public static final String FIELD = "X-Request-Id";
  private static final int LONGEST = 128;

  private RequestId() {}

  /** The client's id if it is safe to write in a log, otherwise a new one. */
  public static String of(@Nullable String given) {
    return given != null && isFit(given) ? given : next();
  }

  /** 16 hexadecimal digits. They may be easy to guess, but must rarely be equal. */
  static String next() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static boolean isFit(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }
}
