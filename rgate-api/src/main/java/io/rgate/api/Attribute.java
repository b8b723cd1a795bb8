package io.rgate.api;

import java.util.Objects;

/**
 * The key of a value that filters attach to a request for the filters and handlers behind them. Two
 * keys are equal only if they are the same object, so two filters cannot overwrite each other's
 * values by accident.
 *
 * @param <T> the type of the value
 */
public final class Attribute<T> {
  private final String name;
  private final Class<T> type;

  private Attribute(String name, Class<T> type) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
  }

  /** Makes a new key; {@code name} is used in messages only. */
  public static <T> Attribute<T> of(String name, Class<T> type) {
    return new Attribute<>(name, type);
  }

  /** Casts a value to the type of this key. */
  T cast(Object value) {
    return type.cast(value);
  }

  @Override
  public String toString() {
    return name;
  }
}
