package io.rgate.runtime.exchange;

import java.util.List;

/**
 * A few field names, compared without regard to case. Asked for every field of every message, so it
 * makes no copy in lower case to look one up. Immutable.
 */
public final class NameSet {
  static final NameSet EMPTY = new NameSet(List.of());

  private final String[] names;

  private NameSet(List<String> names) {
    this.names = names.toArray(String[]::new);
  }

  /** A set of these names. */
  public static NameSet of(String... names) {
    return new NameSet(List.of(names));
  }

  /** A set of these names. */
  public static NameSet of(List<String> names) {
    return new NameSet(names);
  }

  /** Whether {@code name} is one of them, in whatever case. */
  public boolean contains(String name) {
    for (String candidate : names) {
      // Which compares the lengths first.
      if (candidate.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
