package io.rgate.runtime.balancer;

import io.rgate.api.Fields;
import org.jspecify.annotations.Nullable;

/** Finds the value of a name in a list such as {@code a=1; b=2}. */
public final class NamedValue {
  private NamedValue() {}

  /** The first cookie of that name (RFC 6265, 4.2.1), or null if there is none. */
  public static @Nullable String ofCookie(Fields fields, String name) {
    if (!fields.contains("Cookie")) {
      return null;
    }
    for (String line : fields.all("Cookie")) {
      String value = in(line, ';', name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The first value of that name in {@code text}, as it stands there; null if there is none. */
  static @Nullable String in(String text, char separator, String name) {
    int from = 0;
    while (from < text.length()) {
      int next = text.indexOf(separator, from);
      int end = next < 0 ? text.length() : next;
      int start = from;
      while (start < end && text.charAt(start) == ' ') {
        start++;
      }
      int equals = start + name.length();
      if (equals < end && text.charAt(equals) == '=' && text.startsWith(name, start)) {
        return text.substring(equals + 1, end).trim();
      }
      from = end + 1;
    }
    return null;
  }
}
