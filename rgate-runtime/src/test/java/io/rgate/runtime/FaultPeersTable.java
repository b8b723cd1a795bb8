package io.rgate.runtime;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The fault matrices of several gateways as Markdown, side by side as docs/failures.md has them.
 */
final class FaultPeersTable {
  static final String AS_IT_COMES = "rgate";
  static final String SET_UP = "rgate, set up";

  /** Of the percent of 300 requests, one more or less in another run. */
  private static final double SHARE_NOISE = 2;

  /** What a machine of two cores adds now and then. */
  private static final double MILLIS_NOISE = 50;

  private final Map<String, FaultRun> runs;
  private final List<Fault> faults;

  /** Of these runs by the gateway's name, each of which has these faults. */
  FaultPeersTable(Map<String, FaultRun> runs, List<Fault> faults) {
    this.runs = runs;
    this.faults = faults;
  }

  @Override
  public String toString() {
    return Stream.of(
            table("one bad: GET / POST %", (run, fault) -> shares(run.cell(fault, 1))),
            table("two bad: GET / POST %", (run, fault) -> shares(run.cell(fault, 2))),
            table(
                "added p99 in ms, one and two bad",
                (run, fault) ->
                    added(run, run.cell(fault, 1)) + ", " + added(run, run.cell(fault, 2))),
            head("all of it") + row("POSTs that two endpoints saw", each(FaultPeersTable::doubled)))
        .collect(joining("\n"));
  }

  private String table(String what, BiFunction<FaultRun, Fault, String> cell) {
    StringBuilder table = new StringBuilder(head(what));
    for (Fault fault : faults) {
      table.append(row(fault.toString(), each(run -> cell.apply(run, fault))));
    }
    return table.toString();
  }

  private String head(String what) {
    return row(what, runs.keySet().stream()) + row("---", each(run -> "---"));
  }

  private Stream<String> each(Function<FaultRun, String> cell) {
    return runs.values().stream().map(cell);
  }

  private static String row(String first, Stream<String> others) {
    return "| " + first + " | " + others.collect(joining(" | ")) + " |\n";
  }

  /** Rounded down, so that 100 means all of them. */
  private static String shares(FaultResult result) {
    return String.format(
        Locale.ROOT,
        "%.0f / %.0f",
        Math.floor(result.share(false) * 100),
        Math.floor(result.share(true) * 100));
  }

  private static String added(FaultRun run, FaultResult result) {
    return String.format(Locale.ROOT, "%+d", Math.round(result.added(run.control())));
  }

  private static String doubled(FaultRun run) {
    return String.valueOf(run.cells().stream().mapToLong(cell -> cell.doubled(true)).sum());
  }

  /** In which cells another gateway did better than rgate that is set up as it is. */
  Stream<String> worse() {
    FaultRun own = runs.get(SET_UP);
    List<String> worse = new ArrayList<>();
    for (FaultResult mine : own.cells()) {
      FaultCell cell = mine.cell();
      runs.forEach((name, run) ->
          worse(mine.added(own.control()), mine, run)
              .forEach(what ->
                  worse.add(
                      "%d of 3: %s: %s: %s".formatted(cell.bad(), cell.fault(), name, what))));
    }
    return worse.stream();
  }

  private static List<String> worse(double added, FaultResult mine, FaultRun other) {
    FaultResult theirs = other.cell(mine.cell().fault(), mine.cell().bad());
    double gets = (theirs.share(false) - mine.share(false)) * 100;
    double posts = (theirs.share(true) - mine.share(true)) * 100;
    // A control that was slow by chance makes no gateway fast.
    double millis = added - Math.max(0, theirs.added(other.control()));
    List<String> worse = new ArrayList<>();
    if (gets > SHARE_NOISE) {
      worse.add("%.1f %% more of the GETs".formatted(gets));
    }
    if (posts > SHARE_NOISE) {
      worse.add("%.1f %% more of the POSTs".formatted(posts));
    }
    // Who loses more requests may be faster by that.
    if (millis > MILLIS_NOISE && gets > -SHARE_NOISE && posts > -SHARE_NOISE) {
      worse.add("its p99 is %.0f ms less".formatted(millis));
    }
    return worse;
  }
}
