package io.rgate.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results of a fault matrix as Markdown. */
final class FaultTable {
  private final List<FaultResult> results;
  private final FaultResult control;

  /** Of these results, and of a gateway with three working endpoints at the same time. */
  FaultTable(List<FaultResult> results, FaultResult control) {
    this.results = results;
    this.control = control;
  }

  @Override
  public String toString() {
    return clients() + "\n" + ends() + "\n" + origins() + "\n" + allBad();
  }

  private String clients() {
    return table(
        """
        | the bad endpoint | one bad: GET / POST % | p50 | p99 | p99 later (added) \
        | two bad: GET / POST % | p50 | p99 | p99 later (added) |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """,
        result ->
            "%.1f / %.1f | %.1f | %.0f | %.0f (%+.0f)"
                .formatted(
                    result.share(false) * 100,
                    result.share(true) * 100,
                    result.percentile(0.5),
                    result.percentile(0.99),
                    result.later(),
                    result.added(control)));
  }

  private String ends() {
    return table(
        """
        | the bad endpoint | one bad: GETs got | POSTs got | two bad: GETs got | POSTs got |
        | --- | --- | --- | --- | --- |
        """,
        result -> result.ends(false) + " | " + result.ends(true));
  }

  private String origins() {
    return table(
        """
        | the bad endpoint | one bad: requests seen | GET / POST twice | POST lost unseen | attempts \
        | two bad: requests seen | GET / POST twice | POST lost unseen | attempts |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """,
        result ->
            "%s | %d / %d | %d | %d"
                .formatted(
                    seen(result),
                    result.doubled(false),
                    result.doubled(true),
                    result.lostUnseen(),
                    result.attempts()));
  }

  /** What each saw; of one that came back or started late, when it saw its first request. */
  private static String seen(FaultResult result) {
    String counts =
        result.origins().stream()
            .map(origin -> String.valueOf(origin.ids().size()))
            .collect(Collectors.joining(" + "));
    Fault fault = result.cell().fault();
    return fault != Fault.HEALS && fault != Fault.STARTING
        ? counts
        : counts + ", first after " + result.origins().getFirst().millisToFirst() + " ms";
  }

  private String allBad() {
    String rows =
        results.stream()
            .filter(result -> result.cell().bad() == 3)
            .map(result ->
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.1f | %.0f | %s |\n",
                    result.cell().fault(),
                    result.load(),
                    result.percentile(0.5),
                    result.percentile(0.99),
                    result.ends(false)))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? ""
        : """
        | all three | at origins for one of a client | p50 | p99 | GETs got |
        | --- | --- | --- | --- | --- |
        """
            + rows;
  }

  /** A row a fault; the cells of one bad endpoint, then those of two. */
  private String table(String head, Function<FaultResult, String> cells) {
    StringBuilder table = new StringBuilder(head);
    for (Fault fault : Fault.values()) {
      List<FaultResult> row =
          results.stream()
              .filter(r -> r.cell().fault() == fault && r.cell().bad() < 3)
              .sorted(Comparator.comparing(r -> r.cell().bad()))
              .toList();
      if (!row.isEmpty()) {
        table.append("| ").append(fault);
        row.forEach(result -> table.append(" | ").append(cells.apply(result)));
        table.append(" |\n");
      }
    }
    return table.toString();
  }
}
