package io.rgate.limits;

import io.rgate.api.Fields;
import java.time.Duration;

/**
 * The fields that tell a client of a limit (draft-ietf-httpapi-ratelimit-headers). Both are lists,
 * so each limit adds its own item. Immutable.
 */
final class RateLimitFields {
  private final String policy;
  private final String item;

  /** The fields of the limit {@code name}. */
  RateLimitFields(String name, Limit limit) {
    item = "\"" + name + "\"";
    policy = item + ";q=" + limit.requests() + window(limit.per());
  }

  /** The window is in whole seconds; where it has none, only the number is told. */
  private static String window(Duration per) {
    return per.toMillis() % 1000 == 0 ? ";w=" + per.toSeconds() : "";
  }

  /** {@code fields} with what {@code verdict} says. */
  Fields added(Fields fields, Verdict verdict) {
    return fields.toBuilder()
        .add("RateLimit-Policy", policy)
        .add("RateLimit", item + ";r=" + verdict.remaining() + ";t=" + verdict.seconds())
        .build();
  }
}
