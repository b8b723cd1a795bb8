package io.rgate.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure.
 *
 * @param peers by name, in the order of the report
 * @param scenarios in the order in which they are run
 * @param rounds how often each pair of both is measured
 * @param seconds how long a measurement lasts
 * @param warmup seconds of load that each peer gets before its first measurement of a scenario
 * @param core the one that each proxy is pinned to; load and origin have the others
 * @param root the checkout, built
 * @param out where the report goes
 */
record Options(
    List<String> peers,
    List<Scenario> scenarios,
    int rounds,
    int seconds,
    int warmup,
    int core,
    Path root,
    Path out) {

  /** Reads {@code --name value} pairs; what is left out has a default. */
  static Options parse(String... args) {
    Options options =
        new Options(
            Peers.all().stream().map(Peer::name).toList(),
            List.of(Scenario.values()),
            5,
            5,
            10,
            0,
            Path.of("."),
            Path.of("docs/benchmarks"));
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      options = options.with(args[i], args[i + 1]);
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--peers" -> with(list(value), scenarios);
      case "--scenarios" -> with(peers, list(value).stream().map(Scenario::named).toList());
      case "--rounds" -> times(Integer.parseInt(value), seconds, warmup);
      case "--seconds" -> times(rounds, Integer.parseInt(value), warmup);
      case "--warmup" -> times(rounds, seconds, Integer.parseInt(value));
      case "--core" -> places(Integer.parseInt(value), root, out);
      case "--root" -> places(core, Path.of(value), out);
      case "--out" -> places(core, root, Path.of(value));
      default -> throw new IllegalArgumentException("unknown option " + name);
    };
  }

  private static List<String> list(String value) {
    return Arrays.asList(value.split(",", -1));
  }

  private Options with(List<String> newPeers, List<Scenario> newScenarios) {
    newPeers.forEach(Peers::named); // says which there are if one is not
    return new Options(newPeers, newScenarios, rounds, seconds, warmup, core, root, out);
  }

  private Options times(int newRounds, int newSeconds, int newWarmup) {
    return new Options(peers, scenarios, newRounds, newSeconds, newWarmup, core, root, out);
  }

  private Options places(int newCore, Path newRoot, Path newOut) {
    return new Options(peers, scenarios, rounds, seconds, warmup, newCore, newRoot, newOut);
  }
}
