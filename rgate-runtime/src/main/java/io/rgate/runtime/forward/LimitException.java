package io.rgate.runtime.forward;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.api.Route;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.limit.WaitingLine.End;
import io.rgate.transport.RequestContentException;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request was not sent because as many are under way as a limit allows. */
final class LimitException extends ForwardException {
  @Serial private static final long serialVersionUID = 1L;

  private static final Duration SOON = Duration.ofSeconds(1);

  private LimitException(String message, Attempts tried, @Nullable Throwable cause, String limit) {
    super(message, tried, cause, SOON, limit);
  }

  /**
   * One for a request whose turn did not come.
   *
   * @param whose the owner of the limit, such as {@code backend 'shop'}
   * @param end how the waiting ended
   * @param attempts those of the request so far
   */
  static LimitException of(String whose, End end, Route route, List<Attempt> attempts) {
    Attempts tried = new Attempts(route.name(), route.backend(), attempts);
    if (end == End.GONE) {
      String left = "the client left while its request waited for the limit of " + whose;
      RequestContentException cause =
          new RequestContentException(ExchangeScope.CLIENT_CLOSED_REQUEST, left, null);
      return new LimitException(left, tried, cause, "limit of " + whose);
    }
    String message =
        end == End.LATE
            ? "waited too long for the limit of " + whose
            : "as many requests are under way as the limit of " + whose + " allows";
    return new LimitException(message, tried, null, "limit of " + whose);
  }

  /** The place in the code says nothing here, and there may be thousands of these a second. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
