package io.rgate.runtime.admin;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatsDetail;
import io.rgate.api.StatusException;
import io.rgate.runtime.errors.ErrorBoundary;
import io.rgate.runtime.errors.ErrorText;
import io.rgate.runtime.measure.Stats;
import io.rgate.spi.StatsSource;
import io.rgate.spi.StatsSource.StatsUnavailableException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Answers {@code GET /stats}, and on the admin address {@code GET /stats?detail}. On the clients'
 * address it comes after the filters and before the routes, so that a filter can refuse the request
 * and no route gets it.
 */
public final class StatsEndpoint implements Handler {
  private static final String ELSEWHERE =
      "The detail is told only on the address of the administration, which the key 'admin' names.\n";

  private final Stats stats;
  private final String path;
  private final boolean withDetail;
  private final ErrorBoundary boundary = new ErrorBoundary(this::answer);

  private StatsEndpoint(Stats stats, String path, boolean withDetail) {
    this.stats = stats;
    this.path = path;
    this.withDetail = withDetail;
  }

  /** Answers at the path of {@code stats}, with the detail: for the admin address. */
  public static StatsEndpoint of(Stats stats) {
    return new StatsEndpoint(stats, stats.path(), true);
  }

  /** Answers at the same path but refuses the detail, which contains addresses of endpoints. */
  public static StatsEndpoint forClients(Stats stats) {
    return new StatsEndpoint(stats, stats.path(), false);
  }

  /** Answers no request, because no path is empty. */
  public static StatsEndpoint nowhere(Stats stats) {
    return new StatsEndpoint(stats, "", false);
  }

  /** Whether {@code request} is for the statistics; such a request is not counted. */
  public boolean isFor(Request request) {
    return request.path().equals(path);
  }

  /** Answers requests for the statistics and passes all others to {@code next}. */
  public Handler before(Handler next) {
    return request -> isFor(request) ? handle(request) : next.handle(request);
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
      Response refusal = ErrorText.text(405);
      return refusal.withFields(refusal.fields().with("Allow", "GET, HEAD"));
    }
    if (asksForDetail(request) && !withDetail) {
      return Response.text(403, ELSEWHERE);
    }
    try {
      Optional<String> text = stats.source().flatMap(source -> text(request, source));
      return text.map(json -> json(200, json)).orElseGet(() -> ErrorText.text(501));
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

  /** A JSON response that must not be cached. */
  static Response json(int status, String text) {
    return Response.of(
        status,
        Fields.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        Body.of(text));
  }
}
