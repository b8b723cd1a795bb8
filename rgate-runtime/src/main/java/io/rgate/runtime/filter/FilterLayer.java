package io.rgate.runtime.filter;

import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.runtime.errors.ErrorBoundary;
import io.rgate.runtime.errors.FilterFaultException;
import io.rgate.runtime.exchange.ClientBody;
import io.rgate.runtime.exchange.ExchangeScope;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls one filter and checks that it keeps its contract; a fault is reported with the filter's
 * name.
 */
public final class FilterLayer implements Handler {
  private final Filter filter;
  private final Handler next;
  private final String name;

  /** Puts {@code filter} before {@code next}, whose failures have become responses already. */
  public FilterLayer(Filter filter, Handler next) {
    this.filter = filter;
    this.next = next;
    this.name = filter.getClass().getName();
  }

  @Override
  public Response handle(Request request) throws IOException {
    ExchangeScope scope = ExchangeScope.of(request);
    if (scope == null) {
      return filter.filter(request, next); // outside of a gateway, for example in a test
    }
    Next call = new Next(scope);
    Response returned = null;
    try {
      returned = filter.filter(request, new ErrorBoundary(call));
    } finally {
      call.compare(returned);
    }
    if (returned == null) {
      throw new FilterFaultException("filter " + name + " returned null, which is no response");
    }
    return returned;
  }

  /** The handler that the filter calls; records the response. For one exchange. */
  private final class Next implements Handler {
    private final ExchangeScope scope;
    private volatile @Nullable Response got;

    Next(ExchangeScope scope) {
      this.scope = scope;
    }

    @Override
    public Response handle(Request request) throws IOException {
      requireWholeContent(request);
      // A request that a filter has built itself belongs to this exchange, too.
      Request ours =
          scope.equals(ExchangeScope.of(request))
              ? request
              : scope.attach(request.toBuilder()).build();
      Response response = next.handle(ours);
      got = response;
      return response;
    }

    /** Content that was read is lost; the request must not be forwarded with the rest only. */
    private void requireWholeContent(Request request) {
      ClientBody content = scope.content();
      if (content != null && content.isTouched() && content.equals(request.body().stream())) {
        throw new FilterFaultException(
            "filter "
                + name
                + " read the request's content and passed the same request on; pass it on with what"
                + " was read, by withBody(Body.of(...))");
      }
    }

    /**
     * A response that is not returned must be closed; this is checked at the end of the exchange.
     */
    void compare(@Nullable Response returned) {
      Response before = got;
      if (before != null
          && (returned == null || !before.body().stream().equals(returned.body().stream()))) {
        scope.suspect(name);
      }
    }
  }
}
