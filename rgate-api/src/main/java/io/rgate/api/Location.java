package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A place in a configuration source.
 *
 * @param source the file or other source as the user named it
 * @param line counted from 1
 * @param column counted from 1
 */
public record Location(String source, int line, int column) {
  /** Orders by source, then by line, then by column. */
  static final Comparator<Location> IN_TEXT =
      Comparator.comparing(Location::source)
          .thenComparingInt(Location::line)
          .thenComparingInt(Location::column);

  /** Refuses nulls. */
  public Location {
    requireNonNull(source, "source");
  }

  /** The form {@code source:line:column}, which editors and terminals turn into a link. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column;
  }
}
