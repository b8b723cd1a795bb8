package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The endpoints of a backend, prepared so that one can be picked at random in proportion to its
 * weight. The time of a pick does not grow with their number.
 *
 * <p>Uses Walker's alias method, in whole numbers: each of the n columns has the same share of the
 * sum of all weights. One endpoint fills a column up to a border, another one above it. Immutable.
 */
public final class Pool {
  public static final Pool EMPTY = of(List.of());

  private final List<Endpoint> endpoints;
  private final List<Endpoint> takers;
  private final long total;
  private final long[] borders;
  private final int[] others;

  private Pool(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
    this.takers = this.endpoints.stream().filter(endpoint -> endpoint.weight() > 0).toList();
    this.total = takers.stream().mapToLong(Endpoint::weight).sum();
    this.borders = new long[takers.size()];
    this.others = new int[takers.size()];
    fillColumns();
  }

  /** A pool of these endpoints, including drained ones. */
  public static Pool of(List<Endpoint> endpoints) {
    return new Pool(endpoints);
  }

  /** All endpoints of the pool, including drained ones. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Whether there is an endpoint to pick. */
  public boolean takesRequests() {
    return !takers.isEmpty();
  }

  /** Picks an endpoint that takes requests; empty if none does. */
  Optional<Endpoint> pick(RandomGenerator random) {
    int columns = takers.size();
    if (columns < 2) {
      return takers.stream().findFirst();
    }
    int column = random.nextInt(columns);
    boolean below = borders[column] == total || random.nextLong(total) < borders[column];
    return Optional.of(takers.get(below ? column : others[column]));
  }

  /**
   * A column holds {@code total}. Each weight is multiplied by n, so that all numbers are whole.
   */
  private void fillColumns() {
    Deque<Integer> low = new ArrayDeque<>();
    Deque<Integer> high = new ArrayDeque<>();
    for (int i = 0; i < takers.size(); i++) {
      borders[i] = (long) takers.get(i).weight() * takers.size();
      others[i] = i;
      (borders[i] < total ? low : high).add(i);
    }
    while (!low.isEmpty()) {
      // There is a high one, because the surplus of the high ones equals the deficit of the low
      // ones.
      int poor = low.remove();
      int rich = high.element();
      others[poor] = rich;
      borders[rich] -= total - borders[poor];
      if (borders[rich] < total) {
        low.add(high.remove());
      }
    }
  }
}
