package io.rgate.runtime.errors;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.api.Request;
import io.rgate.runtime.exchange.RequestId;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log about a failed request, for operators: what happened at each endpoint and how
 * long it took, in plain words. It reports the same as the request's sample.
 */
public final class FailureLine {
  private static final Pattern CONTAINER = Pattern.compile("[0-9a-f]{64}");

  /** The length of a container's id as Docker's command line shows it. */
  private static final int SHORT_ID = 12;

  private FailureLine() {}

  /**
   * The line about a request that got no answer from an origin.
   *
   * @param what the response to the client, and its reason
   * @param tried the endpoints that were tried
   * @param last the exception of the last attempt, if it is known
   */
  static String of(Request request, String what, Attempts tried, @Nullable Throwable last) {
    return line(request, what, tried, new FailureWords(last, -1));
  }

  /** The line about an answer that ended early, after {@code bytes} of its content. */
  public static String cut(Request request, long bytes, Attempts tried, Throwable broken) {
    return line(request, "cut", tried, new FailureWords(broken, bytes));
  }

  /** The key that similar lines have in common: the endpoint, or the backend, and the failure. */
  public static String kind(Attempts tried, int status) {
    if (tried.all().isEmpty()) {
      String backend = tried.backend() == null ? "no backend" : "backend " + tried.backend();
      return backend + ": no endpoint, " + status;
    }
    Attempt last = tried.all().getLast();
    return name(last) + ": " + FailureWords.kind(last) + ", " + status;
  }

  private static String line(Request request, String what, Attempts tried, FailureWords lastWords) {
    StringBuilder line = new StringBuilder();
    line.append(request.fields().first(RequestId.FIELD).orElse("-")).append(' ');
    line.append(request.method()).append(' ').append(request.path());
    line.append(" -> ").append(what);
    Iterator<Attempt> attempts = tried.all().iterator();
    while (attempts.hasNext()) {
      Attempt attempt = attempts.next();
      FailureWords words = attempts.hasNext() ? FailureWords.UNKNOWN : lastWords;
      line.append("; ").append(name(attempt)).append(": ").append(words.of(attempt));
    }
    return line.toString();
  }

  /** The endpoint's name. For a container also the start of its id, because names are reused. */
  private static String name(Attempt attempt) {
    String id = attempt.endpoint();
    boolean container = CONTAINER.matcher(id).matches();
    String shortId = container ? id.substring(0, SHORT_ID) : id;
    if (attempt.name().equals(id)) {
      return shortId;
    }
    return container ? attempt.name() + " (" + shortId + ")" : attempt.name();
  }
}
