package io.rgate.runtime.balancer;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.spi.Balancer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Compares all endpoints and chooses the one of least cost for its weight; of several, the first
 * behind a place that is drawn by chance.
 */
final class CheapestBalancer implements Balancer {
  private final ToDoubleFunction<Load> cost;

  CheapestBalancer(ToDoubleFunction<Load> cost) {
    this.cost = cost;
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints) {
    return RandomBalancer.PURE.chooser(endpoints);
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints, Function<Endpoint, Load> loads) {
    return new Comparison(List.copyOf(endpoints), endpoints.stream().map(loads).toList());
  }

  private final class Comparison implements Chooser {
    private final List<Endpoint> endpoints;
    private final List<Load> loads;

    Comparison(List<Endpoint> endpoints, List<Load> loads) {
      this.endpoints = endpoints;
      this.loads = loads;
    }

    @Override
    public Endpoint choose(Request request) {
      int size = endpoints.size();
      int start = ThreadLocalRandom.current().nextInt(size);
      int best = start;
      double least = Double.MAX_VALUE;
      for (int i = 0; i < size; i++) {
        int each = (start + i) % size;
        double now = cost.applyAsDouble(loads.get(each)) / endpoints.get(each).weight();
        if (now < least) {
          least = now;
          best = each;
        }
      }
      return endpoints.get(best);
    }
  }
}
