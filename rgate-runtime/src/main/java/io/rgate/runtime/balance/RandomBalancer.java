package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.spi.Balancer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Chooses by chance, each endpoint in proportion to its weight. */
public final class RandomBalancer implements Balancer {
  /** With a source of chance for each thread. */
  public static final RandomBalancer INSTANCE = new RandomBalancer(ThreadLocalRandom::current);

  private final Supplier<? extends RandomGenerator> random;

  /** Chooses by {@code random}, which is asked each time so that each thread can have its own. */
  public RandomBalancer(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints) {
    if (endpoints.size() == 1) {
      Endpoint only = endpoints.getFirst();
      return request -> only;
    }
    return new Columns(endpoints);
  }

  /**
   * Chooses at a cost that does not grow with the number of endpoints, by Walker's alias method in
   * whole numbers: each of the n columns holds the same share of all weights, filled by one
   * endpoint up to a border and by one other above it. Immutable.
   */
  private final class Columns implements Chooser {
    private final List<Endpoint> takers;
    private final long total;
    private final long[] borders;
    private final int[] others;

    Columns(List<Endpoint> endpoints) {
      takers = List.copyOf(endpoints);
      total = takers.stream().mapToLong(Endpoint::weight).sum();
      borders = new long[takers.size()];
      others = new int[takers.size()];
      fillColumns();
    }

    @Override
    public Endpoint choose(Request request) {
      RandomGenerator chance = random.get();
      int column = chance.nextInt(takers.size());
      boolean below = borders[column] == total || chance.nextLong(total) < borders[column];
      return takers.get(below ? column : others[column]);
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
        // There is a high one, because the sum of all borders is total for each taker.
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
}
