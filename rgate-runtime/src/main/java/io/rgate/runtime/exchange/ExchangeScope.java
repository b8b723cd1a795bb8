package io.rgate.runtime.exchange;

import io.rgate.api.Attribute;
import io.rgate.api.Body;
import io.rgate.api.Request;
import io.rgate.transport.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of one exchange that stay the same even if a filter changes the request: the client's
 * content, the open answers of origins, and whether the client has left. Safe for use by several
 * threads.
 */
public final class ExchangeScope {
  private static final Attribute<ExchangeScope> KEY = Attribute.of("exchange", ExchangeScope.class);

  private final Cancellation cancellation = new Cancellation();
  private final Body body;
  private final @Nullable ClientBody content;
  private volatile String requestId = "-";
  private @Nullable OriginStream first;
  private @Nullable List<OriginStream> others;
  private @Nullable List<String> suspects;

  /** Makes the scope of an exchange; {@code given} is the content of its request. */
  public ExchangeScope(Body given) {
    if (given.isEmpty()) {
      content = null;
      body = given;
    } else {
      content = new ClientBody(given.stream(), given.length());
      body = new Body(content, given.length());
    }
  }

  /** The scope of the exchange to which {@code request} belongs. */
  public static @Nullable ExchangeScope of(Request request) {
    return request.attribute(KEY).orElse(null);
  }

  /** Attaches this scope to a request. */
  public Request.Builder attach(Request.Builder request) {
    return request.attribute(KEY, this);
  }

  /** The request's content, with its bytes counted. */
  public Body body() {
    return body;
  }

  /** The counting stream of the request's content; null if there is none. */
  public @Nullable ClientBody content() {
    return content;
  }

  /** Is cancelled when the client has left, which ends the work for it. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** The request's id, for the origin, the response and the log. */
  public String requestId() {
    return requestId;
  }

  /** Sets the request's id. */
  public void requestId(String other) {
    requestId = other;
  }

  /** Has {@code answer} closed at the end of the exchange if it is still open then. */
  public synchronized void opened(OriginStream answer) {
    if (first == null) {
      first = answer;
      return;
    }
    if (others == null) {
      others = new ArrayList<>();
    }
    others.add(answer);
  }

  /** Records that {@code filter} got a response and returned another one, or none. */
  public synchronized void suspect(String filter) {
    if (suspects == null) {
      suspects = new ArrayList<>();
    }
    suspects.add(filter);
  }

  /**
   * Closes the answers that are still open, and reports to {@code log} the first filter that may
   * have left one open.
   */
  public synchronized void end(LeakLog log) {
    cancellation.forget();
    if (first == null) {
      return;
    }
    boolean leaked = first.release();
    if (others != null) {
      for (OriginStream other : others) {
        leaked |= other.release();
      }
    }
    if (leaked && suspects != null) {
      log.leaked(suspects.getFirst());
    }
  }
}
