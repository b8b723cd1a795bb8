package io.rgate.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatsSnapshot;
import io.rgate.api.Trail;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.io.UncheckedIOException;

/** Answers {@code GET /stats}, which is not itself counted. */
final class StatsEndpoint implements Handler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/stats";

  private final StatsSink sink;
  private final ErrorBoundary boundary = new ErrorBoundary(this::answer);

  StatsEndpoint(StatsSink sink) {
    this.sink = sink;
  }

  /** Whether {@code request} asks for the statistics; no route ever sees it then. */
  boolean isFor(Request request) {
    return request.path().equals(PATH);
  }

  @Override
  public Response handle(Request request) {
    return boundary.handle(request);
  }

  private Response answer(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      Response refusal = ErrorBoundary.response(405, Trail.NONE);
      return refusal.withFields(refusal.fields().with("Allow", "GET, HEAD"));
    }
    if (!(sink instanceof StatsSource source)) {
      return ErrorBoundary.response(501, Trail.NONE);
    }
    return new Response(
        200,
        Fields.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        Body.of(json(source.snapshot())));
  }

  private static String json(StatsSnapshot snapshot) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("requests_count")
        .put("success", snapshot.success())
        .put("error", snapshot.error());
    root.putObject("latency_ms")
        .put("average", snapshot.latency().average())
        .put("p95", snapshot.latency().p95())
        .put("p99", snapshot.latency().p99());
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
