package io.rgate.runtime.errors;

import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Response;
import java.util.Locale;
import java.util.Map;

/**
 * The content of an error response: a fixed text for each status, without any detail of the
 * failure; or problem details (RFC 9457) if the client accepts only JSON.
 */
public final class ErrorText {
  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"),
          Map.entry(505, "HTTP Version Not Supported"));

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
    return TEXTS.getOrDefault(status, "Error");
  }

  /** Whether {@code Accept} has JSON, but no text type and no wildcard. */
  private static boolean acceptsOnlyJson(Fields fields) {
    String accept = String.join(",", fields.all("Accept")).toLowerCase(Locale.ROOT);
    return accept.contains("json") && !accept.contains("*/*") && !accept.contains("text/");
  }
}
