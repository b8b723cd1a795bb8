package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The endpoints of a backend, made ready for picking one by chance in proportion to its weight, at
 * a cost that does not grow with their number.
 *
 * <p>By Walker's alias method, in whole numbers: each of the n columns holds the same share of all
 * weights, filled by one endpoint up to a border and by one other above it. Immutable.
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

  /** A pool of these, drained ones included. */
  public static Pool of(List<Endpoint> endpoints) {
    return new Pool(endpoints);
  }

  /** All of them, those that are drained too. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Whether there is one to pick. */
  public boolean takesRequests() {
    return !takers.isEmpty();
  }

  /** One of those that take requests, or empty if none does. */
  Optional<Endpoint> pick(RandomGenerator random) {
    int columns = takers.size();
    if (columns < 2) {
      return takers.stream().findFirst();
    }
    int column = random.nextInt(columns);
    boolean below = borders[column] == total || random.nextLong(total) < borders[column];
    return Optional.of(takers.get(below ? column : others[column]));
  }

  /** A column holds {@code total}; so that all is whole, each weight counts n times. */
  private void fillColumns() {
    Deque<Integer> low = new ArrayDeque<>();
    Deque<Integer> high = new ArrayDeque<>();
    for (int i = 0; i < takers.size(); i++) {
      borders[i] = (long) takers.get(i).weight() * takers.size();
      others[i] = i;
      (borders[i] < total ? low : high).add(i);
    }
    while (!low.isEmpty()) {
      // There is a high one: what the low ones lack, the high ones have too much of.
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
