package io.rgate.runtime.exchange;

import java.util.List;

/**
 * A small set of field names, compared without regard to case. It is used for every field of every
 * message, so a lookup makes no copy in lower case. Immutable.
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

  /** Whether {@code name} is in the set, in any case. */
  public boolean contains(String name) {
    for (String candidate : names) {
      // Compares the lengths first.
      if (candidate.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
