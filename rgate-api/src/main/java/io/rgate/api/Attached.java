package io.rgate.api;

import io.rgate.api.Request.Attribute;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest value attached to a request, linked to those attached before it. */
record Attached(Attribute<?> key, Object value, @Nullable Attached before) {

  /** The value that was last attached under {@code key}. */
  static <T> Optional<T> find(@Nullable Attached newest, Attribute<T> key) {
    for (Attached each = newest; each != null; each = each.before) {
      if (each.key == key) {
        return Optional.of(key.cast(each.value));
      }
    }
    return Optional.empty();
  }
}
