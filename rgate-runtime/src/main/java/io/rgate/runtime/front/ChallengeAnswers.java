package io.rgate.runtime.front;

import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.runtime.errors.ErrorBoundary;
import io.rgate.transport.Front.Certificates;
import java.util.List;

/**
 * Answers what an ACME server asks to see who controls a host (RFC 8555, 8.3). What no source of
 * certificates knows goes on: origins may have certificates of their own.
 */
public final class ChallengeAnswers implements Handler {
  private static final String PREFIX = "/.well-known/acme-challenge/";

  private final List<Certificates> sources;
  private final ErrorBoundary next;

  private ChallengeAnswers(List<Certificates> sources, ErrorBoundary next) {
    this.sources = sources;
    this.next = next;
  }

  /** Has {@code sources} asked before {@code next}, which stays as it is if there are none. */
  public static ErrorBoundary before(ErrorBoundary next, List<Certificates> sources) {
    return sources.isEmpty() ? next : new ErrorBoundary(new ChallengeAnswers(sources, next));
  }

  @Override
  public Response handle(Request request) {
    String target = request.target();
    if (target.startsWith(PREFIX)
        && (request.method().equals("GET") || request.method().equals("HEAD"))) {
      String token = target.substring(PREFIX.length());
      for (Certificates source : sources) {
        String answer = source.answer(token);
        if (answer != null) {
          return Response.text(200, answer);
        }
      }
    }
    return next.handle(request);
  }
}
