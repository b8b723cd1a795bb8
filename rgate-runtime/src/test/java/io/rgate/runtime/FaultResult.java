package io.rgate.runtime;

import io.rgate.runtime.FaultLoad.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What came of one cell of the fault matrix.
 *
 * @param origins what each origin saw, the bad ones first
 * @param attempts how many attempts the gateway told its statistics
 */
record FaultResult(FaultCell cell, List<Outcome> outcomes, List<Sight> origins, int attempts) {
  private static final long FIRST_SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * What one origin saw.
   *
   * @param ids of its requests, once for each time that it saw one
   * @param connections how many it accepted
   * @param millisToFirst how long after it began to listen it saw a request, or -1
   */
  record Sight(List<String> ids, int connections, long millisToFirst) {}

  /** The share of the GETs, or of the POSTs, that got their whole 200 answer, from 0 to 1. */
  double share(boolean post) {
    return outcomes.stream()
        .filter(o -> o.post() == post)
        .mapToInt(o -> o.whole() ? 1 : 0)
        .average()
        .orElseThrow();
  }

  /** A percentile of the time to an answer, of whatever kind, in milliseconds. */
  double percentile(double share) {
    return percentile(share, outcome -> true);
  }

  /** The 99th percentile of those that were due after the first second. */
  double later() {
    long from = start() + FIRST_SECOND;
    return percentile(0.99, outcome -> outcome.due() >= from);
  }

  /** What {@code control} had in the same time. */
  double usual(FaultResult control) {
    long from = start() + FIRST_SECOND;
    long until = outcomes.stream().mapToLong(Outcome::due).max().orElseThrow();
    return control.percentile(0.99, o -> o.due() >= from && o.due() <= until);
  }

  /** How much more {@link #later} is than that. */
  double added(FaultResult control) {
    return later() - usual(control);
  }

  private long start() {
    return outcomes.stream().mapToLong(Outcome::due).min().orElseThrow();
  }

  private double percentile(double share, Predicate<Outcome> which) {
    long[] nanos = outcomes.stream().filter(which).mapToLong(Outcome::nanos).sorted().toArray();
    int rank = (int) Math.ceil(share * nanos.length);
    return nanos[Math.max(0, rank - 1)] / 1e6;
  }

  /** How many requests of that kind origins saw more than once. */
  long doubled(boolean post) {
    Map<String, Integer> sights = sights();
    return count(o -> o.post() == post && sights.getOrDefault(o.id(), 0) > 1);
  }

  /** How many POSTs got no 200 though no origin saw them. */
  long lostUnseen() {
    Map<String, Integer> sights = sights();
    return count(o -> o.post() && !o.whole() && !sights.containsKey(o.id()));
  }

  private long count(Predicate<Outcome> which) {
    return outcomes.stream().filter(which).count();
  }

  private Map<String, Integer> sights() {
    Map<String, Integer> sights = new HashMap<>();
    origins.forEach(origin -> origin.ids().forEach(id -> sights.merge(id, 1, Integer::sum)));
    return sights;
  }

  /** How often which end came, such as {@code 200: 402, 503: 198}. */
  String ends(boolean post) {
    return outcomes.stream()
        .filter(o -> o.post() == post)
        .collect(Collectors.groupingBy(Outcome::what, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(end -> end.getKey() + ": " + end.getValue())
        .collect(Collectors.joining(", "));
  }

  /**
   * How much origins got for one request of a client: requests that they saw; where they see none,
   * connections that they accepted; where they cannot see these, attempts that the gateway told of.
   */
  double load() {
    long requests = origins.stream().mapToLong(o -> o.ids().size()).sum();
    long connections = origins.stream().mapToLong(Sight::connections).sum();
    boolean uncounted = cell.fault().nothingSent();
    long got = requests > 0 ? requests : connections;
    return Math.max(got, uncounted ? attempts : 0) / (double) outcomes.size();
  }
}
