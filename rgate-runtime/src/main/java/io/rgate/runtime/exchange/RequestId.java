package io.rgate.runtime.exchange;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names a request in the log, at the origin and towards the client. */
public final class RequestId {
  public static final String FIELD = "X-Request-Id";
  private static final int LONGEST = 128;

  private RequestId() {}

  /** The one that the client gave, if it is fit for a line of a log, else a new one. */
  public static String of(@Nullable String given) {
    return given != null && isFit(given) ? given : next();
  }

  /** 16 hexadecimal digits; they need not be hard to guess, only rarely the same. */
  static String next() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static boolean isFit(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }
}
