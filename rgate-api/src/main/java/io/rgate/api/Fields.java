package io.rgate.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message's header section, in order, repetitions kept; names are compared without
 * regard to case (RFC 9110, 5.1).
 *
 * <p>Immutable. Each name is a token, and no value holds CR, LF, NUL or another control character,
 * so that no field can be written that splits a message in two.
 */
public final class Fields {
  /** An empty header section. */
  public static final Fields EMPTY = new Fields(new String[0]);

  /** Names at even indexes, each followed by its value: one array, no object for each field. */
  private final String[] lines;

  private Fields(String[] lines) {
    this.lines = lines;
  }

  /**
   * Makes fields from names and values in turn.
   *
   * @throws IllegalArgumentException if a name has no value, a name is not a token or a value holds
   *     a control character
   */
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "must be names and values in turn, was " + namesAndValues.length + " strings");
    }
    Builder builder = new Builder(namesAndValues.length);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder(32);
  }

  /** A builder that starts with these fields. */
  public Builder toBuilder() {
    return new Builder(lines);
  }

  /** How many field lines there are. */
  public int size() {
    return lines.length / 2;
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(get(name));
  }

  /** The value of the first field of that name, or null. Makes no object, unlike {@link #first}. */
  public @Nullable String get(String name) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        return lines[i + 1];
      }
    }
    return null;
  }

  /** The values of all fields of that name, in order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        values.add(lines[i + 1]);
      }
    }
    return values;
  }

  /** Whether there is a field of that name. */
  public boolean contains(String name) {
    return get(name) != null;
  }

  /** The name of the field line at {@code index}, counted from 0. */
  public String name(int index) {
    return lines[2 * index];
  }

  /** The value of the field line at {@code index}, counted from 0. */
  public String value(int index) {
    return lines[2 * index + 1];
  }

  /**
   * Whether a field of that name is a list that has {@code member}, compared without regard to case
   * (RFC 9110, 5.6.1); as in {@code hasMember("Connection", "close")}.
   */
  public boolean hasMember(String name, String member) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name) && isMember(lines[i + 1], member)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMember(String list, String member) {
    int from = 0;
    while (from <= list.length()) {
      int comma = list.indexOf(',', from);
      int end = comma < 0 ? list.length() : comma;
      if (list.substring(from, end).trim().equalsIgnoreCase(member)) {
        return true;
      }
      from = end + 1;
    }
    return false;
  }

  /** Calls {@code action} with the name and the value of each field, in order. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < lines.length; i += 2) {
      action.accept(lines[i], lines[i + 1]);
    }
  }

  /**
   * These fields with one field of that name, in place of all that were there.
   *
   * @throws IllegalArgumentException if the name is not a token or the value holds a control
   *     character
   */
  public Fields with(String name, String value) {
    return toBuilder().remove(name).add(name, value).build();
  }

  /** These fields without those of that name. */
  public Fields without(String name) {
    return contains(name) ? toBuilder().remove(name).build() : this;
  }

  /** Whether {@code text} is a token, as names of fields and methods are (RFC 9110, 5.6.2). */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!FieldLines.isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * Whether {@code text} may be a field's value: visible ASCII, blanks, tabs and obs-text (RFC
   * 9110, 5.5).
   */
  public static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return true;
  }

  /** Equal if the same fields stand in the same order; the case of names is ignored. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Fields that) || that.lines.length != lines.length) {
      return false;
    }
    for (int i = 0; i < lines.length; i += 2) {
      if (!lines[i].equalsIgnoreCase(that.lines[i]) || !lines[i + 1].equals(that.lines[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 1; i < lines.length; i += 2) {
      hash = 31 * hash + lines[i].hashCode();
    }
    return hash;
  }

  /** One line {@code name: value} for each field. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /** Collects fields; used by one thread. */
  public static final class Builder {
    private String[] lines;
    private int size;

    private Builder(int capacity) {
      lines = new String[capacity];
    }

    private Builder(String[] start) {
      lines = Arrays.copyOf(start, start.length + 16);
      size = start.length;
    }

    /**
     * Adds a field after those that are there.
     *
     * @throws IllegalArgumentException if the name is not a token or the value holds a control
     *     character
     */
    public Builder add(String name, String value) {
      if (!isToken(name)) {
        throw new IllegalArgumentException("field name must be a token");
      }
      if (!isValue(value)) {
        throw new IllegalArgumentException("value of " + name + " must hold no control character");
      }
      append(name, value);
      return this;
    }

    /**
     * Adds the field of one line, with one character for each byte (Latin-1): a name, a colon and a
     * value that blanks may surround (RFC 9112, 5).
     *
     * @param bytes hold the line, without its end, from {@code from} up to {@code to}
     * @throws IllegalArgumentException if the line has no colon, a blank before the colon, a name
     *     that is not a token, or a control character in the value; also if the line begins with a
     *     blank, as a folded line does
     */
    public Builder addLine(byte[] bytes, int from, int to) {
      int colon = FieldLines.endOfName(bytes, from, to);
      int begin = FieldLines.skipBlanks(bytes, colon + 1, to);
      int end = FieldLines.skipBlanksBack(bytes, begin, to);
      FieldLines.requireValue(bytes, begin, end);
      append(
          FieldLines.name(bytes, from, colon),
          new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1));
      return this;
    }

    private void append(String name, String value) {
      if (size == lines.length) {
        lines = Arrays.copyOf(lines, Math.max(16, size * 2));
      }
      lines[size++] = name;
      lines[size++] = value;
    }

    /** How many fields have been added so far. */
    public int size() {
      return size / 2;
    }

    /** Removes the fields of that name. */
    public Builder remove(String name) {
      return removeIf(name::equalsIgnoreCase);
    }

    /** Removes the fields whose name {@code unwanted} accepts. */
    public Builder removeIf(Predicate<String> unwanted) {
      int kept = 0;
      for (int i = 0; i < size; i += 2) {
        if (!unwanted.test(lines[i])) {
          lines[kept++] = lines[i];
          lines[kept++] = lines[i + 1];
        }
      }
      size = kept;
      return this;
    }

    /** The fields collected so far. */
    public Fields build() {
      return size == 0 ? EMPTY : new Fields(Arrays.copyOf(lines, size));
    }
  }
}
