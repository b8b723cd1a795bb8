package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Measures gateways beside each other: each round measures all of them, in an order of its own. */
final class Bench {
  private static final Random ORDER = new Random(6);

  /** So much of what a peer said is told, as some say a lot. */
  private static final int MOST_TOLD = 3_000;

  private final Options options;
  private final Path work;
  private final Origins origins;
  private final Fleet fleet;
  private final List<Measurement> measurements = new ArrayList<>();

  /** What each peer got through at most, in requests a second: half of it is its half load. */
  private final Map<String, Double> saturation = new HashMap<>();

  private final Gaps gaps = new Gaps();

  private Bench(Options options, Path work, Origins origins, Certificate certificate) {
    this.options = options;
    this.work = work;
    this.origins = origins;
    this.fleet = new Fleet(options, work, certificate);
  }

  /** See README.md of the module for the arguments. */
  public static void main(String[] args) throws Exception {
    Options options = Options.parse(args);
    // Readable for all: the workers of nginx are nobody.
    Path work =
        Files.createTempDirectory(
            "rgate-bench",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    String others = otherCores(options.core());
    String load = Report.load();
    try (Origins origins = Origins.start(Files.createDirectories(work.resolve("origin")), others)) {
      Bench bench = new Bench(options, work, origins, Certificate.make(work));
      bench.run();
      Report.write(options, String.join(" ", args), load, bench.measurements, bench.gaps);
    }
  }

  /** All cores but that of the proxies, which is that of everything on a machine with only one. */
  private static String otherCores(int core) {
    List<String> cores = new ArrayList<>();
    int last = Integer.getInteger("bench.cores", 2);
    for (int i = 0; i < last; i++) {
      if (i != core) {
        cores.add(Integer.toString(i));
      }
    }
    return cores.isEmpty() ? Integer.toString(core) : String.join(",", cores);
  }

  private void run() throws IOException, InterruptedException {
    Scenario before = null;
    for (Scenario scenario : options.scenarios()) {
      if (before != null && !sharesPeers(before, scenario)) {
        fleet.close();
      }
      List<Peer> peers = warmed(scenario);
      for (int round = 1; round <= options.rounds(); round++) {
        Collections.shuffle(peers, ORDER);
        peers.removeIf(peer -> gaps.of(scenario).containsKey(peer.name()));
        for (Peer peer : peers) {
          add(peer, scenario, round);
        }
      }
      before = scenario;
    }
    fleet.close();
  }

  private List<Peer> warmed(Scenario scenario) throws InterruptedException {
    List<Peer> warmed = new ArrayList<>();
    for (Peer peer : peers(scenario)) {
      if (scenario == Scenario.START || warm(peer, scenario)) {
        warmed.add(peer);
      }
    }
    return warmed;
  }

  /** Whether what runs for {@code before} may go on running while {@code next} is measured. */
  private static boolean sharesPeers(Scenario before, Scenario next) {
    return !before.streams() && !isScale(before) && before.wire() == next.wire();
  }

  private static boolean isScale(Scenario scenario) {
    return scenario == Scenario.ROUTES || scenario == Scenario.ENDPOINTS;
  }

  /** Those that were asked for; those with many routes or endpoints only where they matter. */
  private List<Peer> peers(Scenario scenario) {
    List<String> names =
        switch (scenario) {
          case ROUTES -> List.of("rgate-10-routes", "rgate-10000-routes");
          case ENDPOINTS ->
              List.of("rgate", "rgate-1000-endpoints", "haproxy", "haproxy-1000-endpoints");
          default -> options.peers().stream().filter(name -> !name.matches(".+-10+-.+")).toList();
        };
    return names.stream().map(Peers::named).toList();
  }

  /** Whether {@code peer} can do it at all; if not, the report says why. */
  private boolean warm(Peer peer, Scenario scenario) throws InterruptedException {
    String gap = Gaps.known(peer.name(), scenario.wire());
    if (gap != null) {
      gaps.add(scenario, peer.name(), gap);
      return false;
    }
    try {
      Server server = fleet.of(peer, scenario, origins.of(scenario));
      Scenario load =
          scenario == Scenario.EVENTS || scenario.idleConnections() > 0 ? Scenario.SMALL : scenario;
      if (options.warmup() > 0) {
        Load.Result result = Load.run(work, load, server.port(), options.warmup());
        System.err.println("warmed " + peer.name() + " for " + scenario.id() + ": " + result);
      }
      return true;
    } catch (IOException e) {
      fail(peer, scenario, e);
      return false;
    }
  }

  private void add(Peer peer, Scenario scenario, int round) throws InterruptedException {
    try {
      Measurement measurement = measure(peer, scenario, round);
      System.err.println(measurement);
      measurements.add(measurement);
    } catch (IOException e) {
      fail(peer, scenario, e);
    }
  }

  /** One peer that fails does not end a run of hours; those after it are measured. */
  private void fail(Peer peer, Scenario scenario, IOException e) {
    String why = String.valueOf(e.getMessage());
    String told = why.substring(0, Math.min(MOST_TOLD, why.length()));
    System.err.println(peer.name() + " failed at " + scenario.id() + ": " + told);
    gaps.add(scenario, peer.name(), "failed in this run, see what bench/run said");
  }

  private Measurement measure(Peer peer, Scenario scenario, int round)
      throws IOException, InterruptedException {
    if (scenario == Scenario.START) {
      return start(peer, round);
    }
    Server server = fleet.of(peer, scenario, origins.of(scenario));
    return switch (scenario) {
      case LATENCY -> latency(peer, server, round);
      case EVENTS -> events(peer, server, round);
      default -> saturate(peer, server, scenario, round);
    };
  }

  private Measurement start(Peer peer, int round) throws IOException, InterruptedException {
    try (Server server = fleet.start(peer, Scenario.START, origins.of(Scenario.START))) {
      return new Measurement(
          Scenario.START,
          peer.name(),
          round,
          1,
          0,
          server.cpuNanos() / 1e3,
          0,
          0,
          0,
          server.residentKib(),
          server.startMillis());
    }
  }

  private Measurement saturate(Peer peer, Server server, Scenario scenario, int round)
      throws IOException, InterruptedException {
    try (IdleConnections idle = new IdleConnections(server.port(), scenario.idleConnections())) {
      long before = server.cpuNanos();
      Load.Result result = Load.run(work, scenario, server.port(), options.seconds());
      double cpu = (server.cpuNanos() - before) / 1e3 / result.requests();
      if (scenario == Scenario.SMALL) {
        saturation.merge(peer.name(), result.perSecond(), Math::max);
      }
      return new Measurement(
          scenario,
          peer.name(),
          round,
          result.requests(),
          result.perSecond(),
          cpu,
          result.errors() + idle.closed(),
          0,
          0,
          server.residentKib(),
          server.startMillis());
    }
  }

  private Measurement latency(Peer peer, Server server, int round)
      throws IOException, InterruptedException {
    if (!saturation.containsKey(peer.name())) {
      Load.Result full = Load.run(work, Scenario.SMALL, server.port(), options.seconds());
      saturation.put(peer.name(), full.perSecond());
    }
    double rate = saturation.get(peer.name()) / 2;
    long before = server.cpuNanos();
    OpenLoop.Result result = OpenLoop.run(server.port(), rate, options.seconds());
    long requests = result.nanos().getTotalCount();
    return new Measurement(
        Scenario.LATENCY,
        peer.name(),
        round,
        requests,
        (double) requests / options.seconds(),
        (server.cpuNanos() - before) / 1e3 / requests,
        result.errors(),
        result.micros(50),
        result.micros(99),
        server.residentKib(),
        server.startMillis());
  }

  private Measurement events(Peer peer, Server server, int round)
      throws IOException, InterruptedException {
    int count = Scenario.EVENTS.connections();
    try (Subscribers subscribers = new Subscribers(server.port(), count)) {
      Thread.sleep(1000);
      subscribers.count();
      long before = server.cpuNanos();
      Thread.sleep(options.seconds() * 1000L);
      long cpu = server.cpuNanos() - before;
      Histogram delays = subscribers.end();
      long events = delays.getTotalCount();
      long missing = Math.max(0, 9L * count * options.seconds() - events);
      return new Measurement(
          Scenario.EVENTS,
          peer.name(),
          round,
          events,
          (double) events / options.seconds(),
          events == 0 ? 0 : cpu / 1e3 / events,
          missing,
          delays.getValueAtPercentile(50) / 1e3,
          delays.getValueAtPercentile(99) / 1e3,
          server.residentKib(),
          server.startMillis());
    }
  }
}
