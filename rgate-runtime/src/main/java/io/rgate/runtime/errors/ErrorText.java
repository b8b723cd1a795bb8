package io.rgate.runtime.errors;

import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Response;
import java.util.Locale;

/**
 * The content of an error response: a fixed text for each status, without any detail of the
 * failure; or problem details (RFC 9457) if the client accepts only JSON.
 */
public final class ErrorText {
  private ErrorText() {}

  /** A response of {@code status} in the form that {@code request} asks for. */
  static Response response(int status, Request request) {
    return acceptsOnlyJson(request.fields()) ? problem(status) : text(status);
  }

  /** A response of {@code status} in plain text. */
  public static Response text(int status) {
    return Response.text(status, title(status) + "\n");
  }

  private static Response problem(int status) {
    String json =
        "{\"type\":\"about:blank\",\"title\":\"" + title(status) + "\",\"status\":" + status + "}";
    return Response.text(status, json)
        .withFields(Fields.of("Content-Type", "application/problem+json"));
  }

  private static String title(int status) {
    String reason = Response.reason(status);
    return reason.isEmpty() ? "Error" : reason;
  }

  /** Whether {@code Accept} has JSON, but no text type and no wildcard. */
  private static boolean acceptsOnlyJson(Fields fields) {
    String accept = String.join(",", fields.all("Accept")).toLowerCase(Locale.ROOT);
    return accept.contains("json") && !accept.contains("*/*") && !accept.contains("text/");
  }
}
