package io.rgate.runtime.errors;

import io.rgate.api.Attempt;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway itself answers to a gRPC request. A gRPC client understands neither an HTTP
 * status nor a text, so it gets 200 and a {@code grpc-status} without content ("Trailers-Only" in
 * gRPC's "over HTTP2"). Only the bytes on the wire change: filters, observers and statistics see
 * the HTTP status.
 */
public final class GrpcAnswer {
  private static final String TYPE = "application/grpc";

  private static final int CANCELLED = 1;
  private static final int UNKNOWN = 2;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private GrpcAnswer() {}

  /** {@code response} in the form that a client with a request of these fields understands. */
  public static Response of(Response response, Fields request) {
    if (isOrigins(response) || !isGrpc(request.get("Content-Type"))) {
      return response;
    }
    return isGrpc(response.fields().get("Content-Type")) ? response : told(response);
  }

  private static boolean isOrigins(Response response) {
    List<Attempt> attempts = response.attempts().all();
    return !attempts.isEmpty() && attempts.getLast().failure() == null;
  }

  /** {@code application/grpc}, also with a format or parameters; not gRPC-Web, which is another. */
  private static boolean isGrpc(@Nullable String type) {
    if (type == null || !type.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
      return false;
    }
    return type.length() == TYPE.length() || "+; \t".indexOf(type.charAt(TYPE.length())) >= 0;
  }

  private static Response told(Response response) {
    int status = response.status();
    Fields fields =
        response.fields().toBuilder()
            .removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("content-"))
            .add("Content-Type", TYPE)
            .add("grpc-status", String.valueOf(code(status)))
            .add("grpc-message", (status + " " + Response.reason(status)).strip())
            .build();
    response.close();
    return response.withStatus(200).withFields(fields).withBody(Body.EMPTY);
  }

  /**
   * The code of gRPC for a status. Where gRPC's mapping for clients is vague, because it guesses
   * what an unknown proxy meant, this says what the gateway means.
   */
  private static int code(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404, 405, 501 -> UNIMPLEMENTED;
      case 413, 414, 429, 431 -> RESOURCE_EXHAUSTED;
      case 499 -> CANCELLED;
      case 502, 503 -> UNAVAILABLE;
      case 408, 504 -> DEADLINE_EXCEEDED;
      case 400, 500 -> INTERNAL;
      default -> status < 400 ? UNIMPLEMENTED : UNKNOWN; // nothing there speaks gRPC
    };
  }
}
