package io.rgate.runtime.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rgate.api.StatsDetail;
import io.rgate.api.StatsDetail.Latency;
import io.rgate.api.StatsDetail.Statuses;
import io.rgate.api.StatsDetail.Traffic;
import io.rgate.api.StatsSnapshot;
import io.rgate.runtime.measure.Stats;
import io.rgate.spi.stats.Series;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes statistics as JSON. */
public final class StatsJson {
  /** With one pool of buffers: by default each thread keeps its own, and there are many threads. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .build());

  private StatsJson() {}

  /** The answer to {@code GET /stats}; its form never changes. */
  static String of(StatsSnapshot snapshot) {
    ObjectNode root = JSON.createObjectNode();
    putCounts(root, snapshot.success(), snapshot.error());
    root.putObject("latency_ms")
        .put("average", snapshot.latency().average())
        .put("p95", snapshot.latency().p95())
        .put("p99", snapshot.latency().p99());
    return text(root);
  }

  /**
   * The answer to {@code GET /stats?detail}: {@code detail}, and the requests that are under way.
   */
  static String of(StatsDetail detail, Stats stats) {
    Map<Series, Integer> underway = stats.routes().counts();
    ObjectNode root = JSON.createObjectNode();
    putTraffic(root.putObject("total"), detail.total())
        .put("in_flight", underway.values().stream().mapToInt(Integer::intValue).sum());
    ObjectNode windows = root.putObject("windows");
    detail
        .windows()
        .forEach((length, traffic) ->
            putTraffic(windows.putObject("last_" + length.toMinutes() + "_minutes"), traffic));
    putAll(root.putObject("routes"), detail.routes(), by(Series::route, underway));
    putAll(root.putObject("backends"), detail.backends(), by(Series::backend, underway));
    putAll(root.putObject("endpoints"), detail.endpoints(), stats.endpoints());
    root.put("dropped", detail.dropped());
    return text(root);
  }

  private static Map<String, Integer> by(
      Function<Series, @Nullable String> name, Map<Series, Integer> underway) {
    Map<String, Integer> sums = new TreeMap<>();
    underway.forEach((series, count) -> {
      String key = name.apply(series);
      if (key != null) {
        sums.merge(key, count, Integer::sum);
      }
    });
    return sums;
  }

  private static void putAll(
      ObjectNode node, Map<String, Traffic> traffic, Map<String, Integer> underway) {
    Set<String> names = new TreeSet<>(traffic.keySet());
    names.addAll(underway.keySet());
    for (String name : names) {
      putTraffic(node.putObject(name), traffic.getOrDefault(name, Traffic.NONE))
          .put("in_flight", underway.getOrDefault(name, 0));
    }
  }

  private static ObjectNode putTraffic(ObjectNode node, Traffic traffic) {
    Statuses statuses = traffic.statuses();
    if (traffic.since() != null) {
      node.put("since", traffic.since().toString());
    }
    putCounts(
        node,
        statuses.successful() + statuses.redirected(),
        statuses.clientError() + statuses.serverError());
    node.putObject("status")
        .put("2xx", statuses.successful())
        .put("3xx", statuses.redirected())
        .put("4xx", statuses.clientError())
        .put("5xx", statuses.serverError());
    Latency latency = traffic.latency();
    node.putObject("latency_ms")
        .put("average", latency.average())
        .put("p50", latency.p50())
        .put("p95", latency.p95())
        .put("p99", latency.p99())
        .put("max", latency.max());
    node.putObject("bytes").put("in", traffic.bytesIn()).put("out", traffic.bytesOut());
    return node.put("retries", traffic.retries());
  }

  private static void putCounts(ObjectNode node, long success, long error) {
    node.putObject("requests_count").put("success", success).put("error", error);
  }

  /** {@code text} as a JSON string, with its quotation marks. */
  static String string(String text) {
    return text(JSON.getNodeFactory().textNode(text));
  }

  private static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
