package io.rgate.runtime;

import io.rgate.api.Attempt;
import io.rgate.api.Request;
import io.rgate.api.Trail;
import org.jspecify.annotations.Nullable;

/** One line of the log about a request that failed: it says the same as the request's sample. */
final class FailureLine {
  private FailureLine() {}

  /**
   * The line.
   *
   * @param what what the client got, and why
   * @param trail the endpoints that were tried
   * @param last what the last attempt failed with, if that is known
   */
  static String of(Request request, String what, Trail trail, @Nullable Throwable last) {
    StringBuilder line = new StringBuilder();
    line.append(request.fields().first(RequestId.FIELD).orElse("-")).append(' ');
    line.append(request.method()).append(' ').append(request.path());
    line.append(" -> ").append(what);
    for (Attempt attempt : trail.attempts()) {
      line.append("; ").append(attempt.endpoint()).append(": ").append(attempt.failure());
      line.append(" at ").append(attempt.stage());
      line.append(" after ").append(attempt.nanos() / 1_000_000).append(" ms");
    }
    if (last != null) {
      line.append("; last: ").append(last.getMessage());
    }
    return line.toString();
  }
}
