package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatsDetail;
import io.rgate.api.StatusException;
import io.rgate.api.Trail;
import io.rgate.spi.StatsSource;
import io.rgate.spi.StatsUnavailableException;
import java.util.Arrays;
import java.util.Optional;

/** Answers {@code GET /stats} and {@code GET /stats?detail}, which are not themselves counted. */
final class StatsEndpoint implements Handler {
  private final Stats stats;
  private final String path;
  private final ErrorBoundary boundary = new ErrorBoundary(this::answer);

  private StatsEndpoint(Stats stats, String path) {
    this.stats = stats;
    this.path = path;
  }

  /** Answers under the path that {@code stats} name. */
  static StatsEndpoint of(Stats stats) {
    return new StatsEndpoint(stats, stats.path());
  }

  /** Answers nowhere: no path is empty. */
  static StatsEndpoint nowhere(Stats stats) {
    return new StatsEndpoint(stats, "");
  }

  /** Whether {@code request} asks for the statistics; no route ever sees it then. */
  boolean isFor(Request request) {
    return request.path().equals(path);
  }

  @Override
  public Response handle(Request request) {
    return boundary.handle(request);
  }

  /** A member of a JSON object: {@code working}, or what is wrong with the sinks. */
  String state() {
    return "\"statistics\":" + StatsJson.string(stats.trouble().orElse("working"));
  }

  private Response answer(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      Response refusal = ErrorBoundary.response(405, Trail.NONE);
      return refusal.withFields(refusal.fields().with("Allow", "GET, HEAD"));
    }
    try {
      Optional<String> text = stats.source().flatMap(source -> text(request, source));
      return text.map(json -> json(200, json)).orElse(ErrorBoundary.response(501, Trail.NONE));
    } catch (StatsUnavailableException e) {
      throw new StatusException(503, String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> text(Request request, StatsSource source) {
    if (!asksForDetail(request)) {
      return Optional.of(StatsJson.of(source.snapshot()));
    }
    Optional<StatsDetail> detail = source.detail();
    return detail.map(all -> StatsJson.of(all, stats));
  }

  private static boolean asksForDetail(Request request) {
    return request.query() != null
        && Arrays.asList(request.query().split("&", -1)).contains("detail");
  }

  /** A text that must be asked for anew each time. */
  static Response json(int status, String text) {
    return new Response(
        status,
        Fields.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        Body.of(text));
  }
}
