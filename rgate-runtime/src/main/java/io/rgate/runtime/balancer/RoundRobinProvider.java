package io.rgate.runtime.balancer;

import io.rgate.api.Endpoint;
import io.rgate.spi.Balancer;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has endpoints chosen in turn: {@code round_robin}. One of weight 3 has three turns in a round,
 * spread over it.
 */
public final class RoundRobinProvider implements BalancerProvider {

  /** For {@link java.util.ServiceLoader}. */
  public RoundRobinProvider() {}

  @Override
  public String name() {
    return "round_robin";
  }

  @Override
  public Balancer create(Settings settings) {
    return RoundRobinProvider::turns;
  }

  private static Balancer.Chooser turns(List<Endpoint> endpoints) {
    List<Endpoint> round = round(endpoints);
    AtomicInteger turn = new AtomicInteger();
    return request -> round.get(Math.floorMod(turn.getAndIncrement(), round.size()));
  }

  /** Who has the greatest claim comes next; a turn costs it the sum of all weights. */
  private static List<Endpoint> round(List<Endpoint> endpoints) {
    int divisor = endpoints.stream().mapToInt(Endpoint::weight).reduce(0, RoundRobinProvider::gcd);
    int[] weights = endpoints.stream().mapToInt(e -> e.weight() / divisor).toArray();
    int total = java.util.Arrays.stream(weights).sum();
    int[] claims = new int[weights.length];
    List<Endpoint> round = new ArrayList<>(total);
    while (round.size() < total) {
      int next = 0;
      for (int i = 0; i < weights.length; i++) {
        claims[i] += weights[i];
        next = claims[i] > claims[next] ? i : next;
      }
      claims[next] -= total;
      round.add(endpoints.get(next));
    }
    return round;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
