package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * The response to a request that no route matches.
 *
 * @param status 200 to 599
 * @param body sent as UTF-8; may be empty
 * @param contentType the value of the {@code Content-Type} field
 */
public record DefaultResponse(int status, String body, String contentType) {
  /** The default response if the configuration names none: 404 with a short text. */
  public static final DefaultResponse NOT_FOUND = new DefaultResponse(404, "Not Found\n");

  /**
   * Checks the status and the content type.
   *
   * @throws InvalidConfigException if the status is outside 200-599, if the status does not allow a
   *     body and one is given (204, 205, 304), or if the content type is not a valid field value
   */
  public DefaultResponse {
    requireNonNull(body, "body");
    requireNonNull(contentType, "contentType");
    List<InvalidConfigException> problems = new ArrayList<>();
    if (status < 200 || status > 599) {
      problems.add(new InvalidConfigException("status_code", "must be 200 to 599, was " + status));
    }
    if (!body.isEmpty() && allowsNoContent(status)) {
      problems.add(
          new InvalidConfigException(
              "body", "must be empty with status_code " + status + ", which allows no content"));
    }
    if (contentType.isBlank() || !Fields.isValue(contentType)) {
      problems.add(
          new InvalidConfigException(
              "content_type",
              "must be a media type such as text/plain, was '" + contentType + "'"));
    }
    InvalidConfigException.throwIfAny(problems);
  }

  /** A plain text in UTF-8. */
  public DefaultResponse(int status, String body) {
    this(status, body, "text/plain; charset=utf-8");
  }

  /** Whether a response of this status has no content (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
  private static boolean allowsNoContent(int status) {
    return status == 204 || status == 205 || status == 304;
  }
}
