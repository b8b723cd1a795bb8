package io.rgate.runtime;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Attempt;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import io.rgate.api.Trail;
import java.util.List;
import java.util.Map;

/**
 * The one place where a failure becomes a response. The client gets a fixed text; everything else
 * goes to the log.
 */
final class ErrorBoundary implements Handler {
  private static final System.Logger LOG = System.getLogger(ErrorBoundary.class.getName());

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

  private final Handler next;

  ErrorBoundary(Handler next) {
    this.next = next;
  }

  @Override
  public Response handle(Request request) {
    try {
      return next.handle(request);
    } catch (ForwardException e) {
      int status = statusOf(e);
      LOG.log(WARNING, () -> describe(request, status, e));
      return response(status, e.trail());
    } catch (StatusException e) {
      LOG.log(DEBUG, () -> describe(request, e.status(), e));
      return response(e.status(), Trail.NONE);
    } catch (Throwable e) {
      // An Error too: one that left the handler would leave the socket open for ever.
      LOG.log(ERROR, () -> describe(request, 500, e), e);
      return response(500, Trail.NONE);
    }
  }

  /** A response with the fixed text of {@code status}. */
  static Response response(int status, Trail trail) {
    return Response.text(status, TEXTS.getOrDefault(status, "Error") + "\n").withTrail(trail);
  }

  private static int statusOf(ForwardException e) {
    List<Attempt> attempts = e.trail().attempts();
    if (attempts.isEmpty()) {
      return 503;
    }
    Attempt last = attempts.getLast();
    return switch (last.failure()) {
      case null -> 503;
      case UNREACHABLE, CLOSED -> 503;
      case TIMEOUT -> last.nothingSent() ? 503 : 504;
      case INVALID -> 502;
      case CLIENT -> ClientBodyException.statusOf(e.getCause());
    };
  }

  private static String describe(Request request, int status, Throwable e) {
    StringBuilder line = new StringBuilder();
    line.append(request.method()).append(' ').append(request.path());
    line.append(" -> ").append(status).append(": ").append(e.getMessage());
    if (e instanceof ForwardException forward) {
      for (Attempt attempt : forward.trail().attempts()) {
        line.append("; ").append(attempt.endpoint()).append(": ").append(attempt.failure());
        line.append(" at ").append(attempt.stage());
        line.append(" after ").append(attempt.nanos() / 1_000_000).append(" ms");
      }
      if (e.getCause() != null) {
        line.append("; last: ").append(e.getCause().getMessage());
      }
    }
    return line.toString();
  }
}
