package io.rgate.runtime.route;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Request;
import io.rgate.api.Route;
import io.rgate.spi.RouteTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The longest prefix of the raw path wins; the cost grows with the logarithm of the number of
 * routes.
 *
 * <p>The prefixes are sorted. All strings between a prefix of the path and the path itself start
 * with that prefix; so the greatest prefix that is not above the path is either the answer or
 * starts with it, and following the chain of "longest prefix that this one starts with" finds it.
 */
public final class PrefixRouteTable implements RouteTable {
  private static final int NONE = -1;

  private final String[] prefixes;
  private final List<Optional<Route>> routes;

  /** For each prefix the longest other one that it starts with. */
  private final int[] shorter;

  /**
   * A table of these, in whatever order.
   *
   * @throws InvalidConfigException if two of them have the same prefix
   */
  public PrefixRouteTable(List<Route> unsorted) {
    refuseTwins(unsorted);
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

  private static void refuseTwins(List<Route> routes) {
    Map<String, Integer> seen = new HashMap<>();
    List<InvalidConfigException> problems = new ArrayList<>();
    for (int i = 0; i < routes.size(); i++) {
      String prefix = routes.get(i).pathPrefix();
      Integer earlier = seen.putIfAbsent(prefix, i);
      if (earlier != null) {
        problems.add(
            new InvalidConfigException(
                "routes[" + i + "].path_prefix",
                String.format(
                    Locale.ROOT,
                    "'%s' is already taken by routes[%d]; give each route a prefix of its own",
                    prefix,
                    earlier)));
      }
    }
    InvalidConfigException.throwIfAny(problems);
  }

  private int longestPrefixOf(String text, int floor) {
    int candidate = floor;
    while (candidate != NONE && !text.startsWith(prefixes[candidate])) {
      candidate = shorter[candidate];
    }
    return candidate;
  }
}
