package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Backend.Health;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.GatewayConfig;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.api.Timeouts;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** This rgate, in this process, in the fault matrix. */
final class FaultRgate implements FaultGateway {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofSeconds(1);

  private final Gateway gateway;
  private final Attempted attempted;

  private FaultRgate(Gateway gateway, Attempted attempted) {
    this.gateway = gateway;
    this.attempted = attempted;
  }

  /** With every default but the timeouts, and that 500 counts where it is what is answered. */
  static FaultGateway start(FaultCell cell, List<FaultOrigin> origins) {
    return start(backend(cell), cell.patience(), origins);
  }

  /** The same with the settings that the other gateways have: all compared, and checked. */
  static FaultGateway startWithChecks(FaultCell cell, List<FaultOrigin> origins) {
    Health health = new Health("/check", CHECK, CHECK, 2, 2);
    Backend backend = backend(cell).withBalance("least_requests").withHealth(health);
    return start(backend, cell.patience(), origins);
  }

  private static Backend backend(FaultCell cell) {
    Ejection usual = Ejection.DEFAULT;
    boolean on500 = cell.fault() == Fault.ANSWERS_500;
    return new Backend("all", List.of(LabelMatch.parse("all")))
        .withEjection(new Ejection(usual.failures(), usual.first(), usual.most(), on500))
        .withRetries(on500 ? after500() : Retries.DEFAULT);
  }

  /** What HAProxy and nginx are told, too: a GET is sent again after a 500. */
  private static Retries after500() {
    Set<Retries.On> on = EnumSet.copyOf(Retries.DEFAULT.on());
    on.add(Retries.On.ERROR);
    return new Retries(Retries.DEFAULT.max(), on, Retries.DEFAULT.budgetPercent());
  }

  private static FaultGateway start(Backend backend, Duration patience, List<FaultOrigin> origins) {
    Attempted attempted = new Attempted();
    Forwarding forwarding =
        Forwarding.DEFAULT.withTimeouts(new Timeouts(CONNECT, patience, patience));
    Gateway.Builder builder =
        Gateway.builder()
            .config(
                new GatewayConfig(
                    List.of(new Route("/", "all").withForwarding(forwarding)),
                    List.of(backend),
                    DefaultResponse.NOT_FOUND))
            .stats(attempted)
            .front(GatewayKind.DIRECT.front())
            .upstream(GatewayKind.DIRECT.upstream())
            .host("127.0.0.1")
            .port(0);
    for (FaultOrigin origin : origins) {
      builder.endpoint(origin.url(), Map.of("all", ""));
    }
    return new FaultRgate(builder.start(), attempted);
  }

  @Override
  public int port() {
    return gateway.port();
  }

  @Override
  public int attempts() {
    return attempted.count.get();
  }

  @Override
  public void close() {
    gateway.close();
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
