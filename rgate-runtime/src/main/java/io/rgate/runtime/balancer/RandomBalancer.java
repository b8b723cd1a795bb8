package io.rgate.runtime.balancer;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.spi.Balancer;
import io.rgate.spi.Settings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Chooses by chance, each endpoint in proportion to its weight. Where it knows the loads, it draws
 * two different ones and takes the one with fewer requests under way for its weight; of two with
 * the same load, the first. So the choice is purely by chance while the endpoints are idle.
 */
public final class RandomBalancer implements Balancer {
  /** With a source of chance for each thread. */
  public static final RandomBalancer INSTANCE = new RandomBalancer(ThreadLocalRandom::current);

  /** The same, without a look at the loads. */
  public static final RandomBalancer PURE = new RandomBalancer(ThreadLocalRandom::current, false);

  private final Supplier<? extends RandomGenerator> random;
  private final boolean compares;

  /** Chooses by {@code random}, which is asked each time so that each thread can have its own. */
  public RandomBalancer(Supplier<? extends RandomGenerator> random) {
    this(random, true);
  }

  private RandomBalancer(Supplier<? extends RandomGenerator> random, boolean compares) {
    this.random = random;
    this.compares = compares;
  }

  /**
   * Reads {@code seed}: with one, the same requests in the same order have the same picks.
   *
   * @throws io.rgate.api.InvalidConfigException if it is no whole number
   */
  static RandomBalancer read(Settings settings, RandomBalancer usual) {
    return settings
        .optionalInteger("seed", Integer.MIN_VALUE, Integer.MAX_VALUE)
        .map(seed -> seeded(seed, usual.compares))
        .orElse(usual);
  }

  private static RandomBalancer seeded(int seed, boolean compares) {
    Random shared = new Random(seed); // which many threads may use
    return new RandomBalancer(() -> shared, compares);
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints, Function<Endpoint, Load> loads) {
    return compares && endpoints.size() > 1
        ? new LessBusyOfTwo(new Columns(endpoints), endpoints.stream().map(loads).toList())
        : chooser(endpoints);
  }

  /** Draws two endpoints and compares what they have to do. */
  private record LessBusyOfTwo(Columns columns, List<Load> loads) implements Chooser {
    @Override
    public Endpoint choose(Request request) {
      int first = columns.draw();
      int second = columns.drawOther(first);
      return columns.takers.get(isLessBusy(second, first) ? second : first);
    }

    private boolean isLessBusy(int one, int other) {
      return one != other && share(one, other) < share(other, one);
    }

    /** The requests at {@code one}, times the other's weight, so that nothing is divided. */
    private long share(int one, int other) {
      return (long) loads.get(one).inFlight() * columns.takers.get(other).weight();
    }
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
      return takers.get(draw());
    }

    /** The index of an endpoint drawn by chance. */
    int draw() {
      RandomGenerator chance = random.get();
      int column = chance.nextInt(takers.size());
      boolean below = borders[column] == total || chance.nextLong(total) < borders[column];
      return below ? column : others[column];
    }

    /** The index of another one than {@code first}. */
    int drawOther(int first) {
      int second = draw();
      // A heavy one would be drawn again and again; then each other one has the same chance.
      return second == first
          ? (first + 1 + random.get().nextInt(takers.size() - 1)) % takers.size()
          : second;
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
