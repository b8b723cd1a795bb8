package io.rgate.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.api.Timeouts;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One cell of the fault matrix: a gateway of its own before three endpoints of which some are bad.
 *
 * @param bad how many of the three
 * @param seconds how long requests are sent
 * @param patience the time for the head of an answer, and for a pause in its content
 */
record FaultCell(Fault fault, int bad, int seconds, Duration patience) {
  private static final int ENDPOINTS = 3;
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** Runs it for its time; whatever it opens it closes. */
  FaultResult run() throws Exception {
    AtomicInteger left = new AtomicInteger(seconds * FaultLoad.RATE);
    return run(() -> left.decrementAndGet() >= 0);
  }

  /** Runs it as long as {@code goesOn} is true. */
  FaultResult run(BooleanSupplier goesOn) throws Exception {
    List<FaultOrigin> origins = new ArrayList<>();
    Attempted attempted = new Attempted();
    try {
      for (int i = 0; i < ENDPOINTS; i++) {
        origins.add(FaultOrigin.start(i < bad ? fault : Fault.NONE));
      }
      List<FaultLoad.Outcome> outcomes = send(origins, attempted, goesOn);
      origins.forEach(FaultOrigin::requireDone);
      return new FaultResult(this, outcomes, sights(origins), attempted.count.get());
    } finally {
      for (FaultOrigin origin : origins) {
        origin.close();
      }
    }
  }

  private List<FaultLoad.Outcome> send(
      List<FaultOrigin> origins, StatsSink sink, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    try (Gateway gateway = gateway(origins, sink);
        FaultLoad load = new FaultLoad(gateway.port(), fault.name() + bad)) {
      origins.forEach(FaultOrigin::begin);
      return load.run(goesOn);
    }
  }

  /** With every default but the timeouts, and that 500 counts where it is what is answered. */
  private Gateway gateway(List<FaultOrigin> origins, StatsSink sink) {
    Forwarding forwarding =
        Forwarding.DEFAULT.withTimeouts(new Timeouts(CONNECT, patience, patience));
    Ejection usual = Ejection.DEFAULT;
    Ejection ejection =
        new Ejection(usual.failures(), usual.first(), usual.most(), fault == Fault.ANSWERS_500);
    Backend backend = new Backend("all", List.of(LabelMatch.parse("all"))).withEjection(ejection);
    Gateway.Builder builder =
        Gateway.builder()
            .config(
                new GatewayConfig(
                    List.of(new Route("/", "all").withForwarding(forwarding)),
                    List.of(backend),
                    DefaultResponse.NOT_FOUND))
            .stats(sink)
            .front(GatewayKind.DIRECT.front())
            .upstream(GatewayKind.DIRECT.upstream())
            .host("127.0.0.1")
            .port(0);
    for (FaultOrigin origin : origins) {
      builder.endpoint(origin.url(), Map.of("all", ""));
    }
    return builder.start();
  }

  private static List<FaultResult.Sight> sights(List<FaultOrigin> origins) {
    return origins.stream()
        .map(o -> new FaultResult.Sight(o.seen(), o.accepted(), o.millisToFirst()))
        .toList();
  }

  /** How long it takes at most: the longest are started first. */
  long longest() {
    return SECONDS.toMillis(seconds) + (fault.waits() ? patience.toMillis() : 0);
  }

  /**
   * Counts what the gateway itself calls an attempt: a refused connection leaves no other trace.
   */
  private static final class Attempted implements StatsSink {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void record(Sample sample) {
      count.addAndGet(sample.attempts().all().size());
    }

    @Override
    public void close() {}
  }
}
