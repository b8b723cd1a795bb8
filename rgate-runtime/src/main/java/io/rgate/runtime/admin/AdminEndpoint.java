package io.rgate.runtime.admin;

import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.runtime.errors.ErrorText;
import io.rgate.runtime.measure.InFlight;
import io.rgate.runtime.route.LiveSnapshot;

/**
 * Answers on the admin address: {@code /health} with 200 while the process can answer at all,
 * {@code /ready} with 200 while the gateway can do its work, and the statistics.
 */
public final class AdminEndpoint implements Handler {
  private final LiveSnapshot live;
  private final StatsEndpoint stats;
  private final InFlight gateway;

  /** Reports about {@code live} and about the exchanges that {@code gateway} counts. */
  public AdminEndpoint(LiveSnapshot live, StatsEndpoint stats, InFlight gateway) {
    this.live = live;
    this.stats = stats;
    this.gateway = gateway;
  }

  @Override
  public Response handle(Request request) {
    if (stats.isFor(request)) {
      return stats.handle(request);
    }
    return switch (request.path()) {
      case "/health" -> StatsEndpoint.json(200, "{\"alive\":true," + discovery() + "}");
      case "/ready" -> ready();
      default -> ErrorText.text(404);
    };
  }

  private Response ready() {
    boolean ready = live.listed() && !gateway.draining();
    return StatsEndpoint.json(
        ready ? 200 : 503,
        "{\"ready\":"
            + ready
            + ",\"stopping\":"
            + gateway.draining()
            + ","
            + discovery()
            + ","
            + stats.state()
            + "}");
  }

  /** If the discovery fails, the gateway continues with the endpoints that it has. */
  private String discovery() {
    String state = live.listed() ? "heard" : "silent";
    return "\"discovery\":\"" + (live.failing() ? "failing" : state) + "\"";
  }
}
