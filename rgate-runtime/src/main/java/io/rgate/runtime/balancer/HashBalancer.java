package io.rgate.runtime.balancer;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.spi.Balancer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sends requests with the same key to the same endpoint, by weighted rendezvous hashing: each
 * endpoint has a score for the key, and the highest wins. A score depends on nothing but the key
 * and the endpoint. So one that comes takes a share of the keys of each other one, one that goes
 * leaves its keys to all, and no other key moves; and a choice among some of the endpoints needs no
 * table of its own.
 *
 * <p>An endpoint that has more than its share of the requests under way is passed over: the next
 * highest score gets the request.
 */
final class HashBalancer implements Balancer {
  /** No endpoint is passed over. */
  static final int UNBOUNDED = 0;

  /**
   * So many requests are never too many, so that a client's few parallel requests stay together
   * where nearly nothing is under way.
   */
  static final int FEW = 8;

  private final HashKey key;
  private final int percent;

  /**
   * Chooses by {@code key}.
   *
   * @param percent how much of its share by weight an endpoint may have of the requests under way;
   *     more than 100, or {@link #UNBOUNDED}
   */
  HashBalancer(HashKey key, int percent) {
    this.key = key;
    this.percent = percent;
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints) {
    return chooser(endpoints, unknown -> Idle.LOAD);
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints, Function<Endpoint, Load> loads) {
    return new Ranking(endpoints, loads);
  }

  /** The load of an endpoint of which nothing is known. */
  private enum Idle implements Load {
    LOAD;

    @Override
    public int inFlight() {
      return 0;
    }

    @Override
    public long latencyNanos() {
      return 0;
    }
  }

  private final class Ranking implements Chooser {
    private static final double UNIT = 0x1p-53;

    private final List<Endpoint> endpoints;
    private final List<Load> loads;
    private final Chooser byChance;
    private final long[] hashes;
    private final int[] weights;
    private final long allWeights;

    Ranking(List<Endpoint> given, Function<Endpoint, Load> loadOf) {
      endpoints = List.copyOf(given);
      loads = endpoints.stream().map(loadOf).toList();
      byChance = RandomBalancer.INSTANCE.chooser(endpoints, loadOf);
      hashes = endpoints.stream().mapToLong(endpoint -> TextHash.of(endpoint.id())).toArray();
      weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
      allWeights = IntStream.of(weights).asLongStream().sum();
    }

    @Override
    public Endpoint choose(Request request) {
      String text = key.of(request);
      return text == null || text.isEmpty()
          ? byChance.choose(request)
          : endpoints.get(index(TextHash.of(text)));
    }

    private int index(long hash) {
      int best = highest(hash, Long.MAX_VALUE);
      if (percent == UNBOUNDED || loads.get(best).inFlight() < FEW) {
        return best;
      }
      long underWay = 1; // this one too
      for (Load load : loads) {
        underWay += load.inFlight();
      }
      return hasRoom(best, underWay) ? best : highest(hash, underWay);
    }

    /** The endpoint of the highest score of those that have room, of all if none has. */
    private int highest(long hash, long underWay) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < hashes.length; i++) {
        double score = score(hash, i, most);
        if (score > most && (underWay == Long.MAX_VALUE || hasRoom(i, underWay))) {
          most = score;
          best = i;
        }
      }
      return best < 0 ? highest(hash, Long.MAX_VALUE) : best;
    }

    /**
     * With u evenly between 0 and 1, ln(u) / weight is the highest for an endpoint in proportion to
     * its weight. A logarithm is dear, and ln(u) is at most u - 1: where that is not enough to be
     * more than {@code most}, it is the answer.
     */
    private double score(long hash, int i, double most) {
      double u = ((TextHash.mixed(hash ^ hashes[i]) >>> 11) + 0.5) * UNIT;
      double bound = (u - 1) / weights[i];
      return bound > most ? Math.log(u) / weights[i] : bound;
    }

    private boolean hasRoom(int i, long underWay) {
      long share = underWay * weights[i] * percent;
      long most = Math.ceilDiv(share, allWeights * 100);
      return loads.get(i).inFlight() < Math.max(FEW, most);
    }
  }
}
