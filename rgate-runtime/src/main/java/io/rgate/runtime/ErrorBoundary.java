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

/**
 * The one place where a failure becomes a response. The client gets a fixed text; everything else
 * goes to the log, with the request's id.
 */
final class ErrorBoundary implements Handler {
  private static final System.Logger LOG = System.getLogger(ErrorBoundary.class.getName());
  private static final RepeatedLines FAILURES = new RepeatedLines(LOG::log);

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
      FAILURES.log(
          WARNING, FailureLine.kind(e.trail(), status), () -> describe(request, status, e));
      return ErrorText.response(status, request).withTrail(e.trail());
    } catch (StatusException e) {
      LOG.log(DEBUG, () -> describe(request, e.status(), e));
      return ErrorText.response(e.status(), request);
    } catch (ClientBodyException e) {
      LOG.log(DEBUG, () -> describe(request, e.status(), e));
      return ErrorText.response(e.status(), request);
    } catch (Throwable e) {
      // An Error too: one that left the handler would leave the socket open for ever.
      LOG.log(ERROR, () -> describe(request, 500, e), e);
      return ErrorText.response(500, request);
    }
  }

  /** A response with the fixed text of {@code status}. */
  static Response response(int status, Trail trail) {
    return ErrorText.text(status).withTrail(trail);
  }

  /** Writes the numbers of failures that were not told yet. */
  static void flush() {
    FAILURES.flush();
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
    String what = status + ": " + e.getMessage();
    return e instanceof ForwardException forward
        ? FailureLine.of(request, what, forward.trail(), e.getCause())
        : FailureLine.of(request, what, Trail.NONE, null);
  }
}
