package io.rgate.runtime.forward;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * {@code Max-Forwards} (RFC 9110, 7.6.2), which limits how often TRACE and OPTIONS are forwarded.
 * It is ignored with every other method.
 */
public final class MaxForwards {
  static final String FIELD = "Max-Forwards";
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final int MOST_DIGITS = 9;

  private MaxForwards() {}

  private static boolean applies(Request request) {
    return (request.method().equals("OPTIONS") || request.method().equals("TRACE"))
        && request.fields().contains(FIELD);
  }

  /**
   * The gateway's own answer if the request must not be forwarded further, otherwise null. The
   * gateway does not reflect requests, because they may contain secrets.
   *
   * @throws StatusException with 400 if the field is not a number
   */
  static @Nullable Response answer(Request request) {
    if (!applies(request) || value(request) > 0) {
      return null;
    }
    boolean options = request.method().equals("OPTIONS");
    return options
        ? Response.of(204, Fields.of("Allow", METHODS), Body.EMPTY)
        : Response.of(405, Fields.of("Allow", METHODS), Body.EMPTY);
  }

  /** The fields with {@code Max-Forwards} lowered by one. */
  static Fields decremented(Request request) {
    return applies(request)
        ? request.fields().with(FIELD, Integer.toString(value(request) - 1))
        : request.fields();
  }

  private static int value(Request request) {
    String text = request.fields().first(FIELD).orElse("");
    boolean number = !text.isEmpty() && text.length() <= MOST_DIGITS;
    if (!number || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new StatusException(400, "Max-Forwards is no number");
    }
    return Integer.parseInt(text);
  }
}
