package io.rgate.api;

import java.util.Objects;

/**
 * The key of a value that filters attach to a request for those behind them. Two keys are the same
 * only if they are one object, so nobody else's value can be hit by chance.
 *
 * @param <T> what the value is
 */
public final class Attribute<T> {
  private final String name;
  private final Class<T> type;

  private Attribute(String name, Class<T> type) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
  }

  /** A new key; {@code name} is for messages only. */
  public static <T> Attribute<T> of(String name, Class<T> type) {
    return new Attribute<>(name, type);
  }

  /** The value as what it is. */
  T cast(Object value) {
    return type.cast(value);
  }

  @Override
  public String toString() {
    return name;
  }
}
