package io.rgate.runtime.errors;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.forward.ForwardException;
import io.rgate.transport.RequestContentException;
import java.util.List;

/**
 * The one place where a failure becomes a response. The client gets a fixed text. The details go to
 * the log, with the request's id.
 */
public final class ErrorBoundary implements Handler {
  private static final System.Logger LOG = System.getLogger(ErrorBoundary.class.getName());
  private static final RepeatedLines FAILURES = new RepeatedLines(LOG::log);

  private final Handler next;

  /** Wraps {@code next}, whose failures become responses. */
  public ErrorBoundary(Handler next) {
    this.next = next;
  }

  @Override
  public Response handle(Request request) {
    try {
      return next.handle(request);
    } catch (ForwardException e) {
      int status = statusOf(e);
      if (status < 500) {
        // A client that left or sent a wrong request is of no interest to an operator.
        LOG.log(DEBUG, () -> describe(request, status, e));
      } else {
        FAILURES.log(WARNING, kind(e, status), () -> describe(request, status, e));
      }
      return withRetryAfter(ErrorText.response(status, request), e).withAttempts(e.attempts());
    } catch (StatusException e) {
      LOG.log(DEBUG, () -> describe(request, e.status(), e));
      return ErrorText.response(e.status(), request);
    } catch (RequestContentException e) {
      LOG.log(DEBUG, () -> describe(request, e.status(), e));
      return ErrorText.response(e.status(), request);
    } catch (FilterFaultException e) {
      LOG.log(ERROR, () -> describe(request, 500, e));
      return ErrorText.response(500, request);
    } catch (Throwable e) {
      // An Error too: if one left the handler, the socket would stay open for ever.
      LOG.log(ERROR, () -> describe(request, 500, e), e);
      return ErrorText.response(500, request);
    }
  }

  private static String kind(ForwardException e, int status) {
    return e.limit() == null ? FailureLine.kind(e.attempts(), status) : e.limit() + ", " + status;
  }

  /** Writes the counts of failures that have not been logged yet. */
  public static void flush() {
    FAILURES.flush();
  }

  /** RFC 9110, 10.2.3: in whole seconds. */
  private static Response withRetryAfter(Response response, ForwardException e) {
    if (e.retryAfter().isZero()) {
      return response;
    }
    long seconds = Math.max(1, e.retryAfter().plusMillis(999).toSeconds());
    return response.withFields(response.fields().with("Retry-After", String.valueOf(seconds)));
  }

  private static int statusOf(ForwardException e) {
    List<Attempt> attempts = e.attempts().all();
    if (attempts.isEmpty()) {
      return e.getCause() instanceof RequestContentException gone ? gone.status() : 503;
    }
    Attempt last = attempts.getLast();
    return switch (last.failure()) {
      case null -> 503;
      case UNREACHABLE, CLOSED -> 503;
      case TIMEOUT -> last.nothingSent() ? 503 : 504;
      case INVALID -> 502;
      case CONTENT -> 500;
      case CLIENT -> contentStatus(e);
    };
  }

  /** The status for the first failure of the client's content among the causes. */
  private static int contentStatus(Throwable failure) {
    RequestContentException content = Causes.find(failure, RequestContentException.class);
    return content == null ? ExchangeScope.CLIENT_CLOSED_REQUEST : content.status();
  }

  private static String describe(Request request, int status, Throwable e) {
    String what = status + ": " + e.getMessage();
    return e instanceof ForwardException forward
        ? FailureLine.of(request, what, forward.attempts(), e.getCause())
        : FailureLine.of(request, what, Attempts.NONE, null);
  }
}
