package io.rgate.runtime.route;

import io.rgate.api.Request;
import io.rgate.api.Route;
import io.rgate.spi.RouteTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes the longest matching prefix of the raw path. The time grows with the logarithm of the
 * number of routes.
 *
 * <p>The prefixes are sorted. All strings between a prefix of the path and the path itself start
 * with that prefix. So the greatest prefix that is not above the path is either the answer or
 * starts with the answer. In the second case the chain "longest prefix with which this one starts"
 * leads to the answer.
 */
public final class PrefixRouteTable implements RouteTable {
  private static final int NONE = -1;

  private final String[] prefixes;
  private final List<Optional<Route>> routes;

  /** For each prefix, the longest other prefix with which it starts. */
  private final int[] shorter;

  /** A table of {@code unsorted}, which may be in any order. */
  public PrefixRouteTable(List<Route> unsorted) {
    List<Route> sorted = unsorted.stream().sorted(Comparator.comparing(Route::pathPrefix)).toList();
    prefixes = sorted.stream().map(Route::pathPrefix).toArray(String[]::new);
    routes = sorted.stream().map(Optional::of).toList();
    shorter = new int[prefixes.length];
    for (int i = 0; i < prefixes.length; i++) {
      shorter[i] = longestPrefixOf(prefixes[i], i - 1);
    }
  }

  @Override
  public Optional<Route> match(Request request) {
    String path = request.path();
    int at = Arrays.binarySearch(prefixes, path);
    int floor = at >= 0 ? at : -at - 2;
    int found = longestPrefixOf(path, floor);
    return found == NONE ? Optional.empty() : routes.get(found);
  }

  private int longestPrefixOf(String text, int floor) {
    int candidate = floor;
    while (candidate != NONE && !text.startsWith(prefixes[candidate])) {
      candidate = shorter[candidate];
    }
    return candidate;
  }
}
