package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Writes what was measured: a page in Markdown, every single figure as CSV, and a chart. */
final class Report {
  private final Options options;
  private final List<Measurement> all;
  private final Gaps gaps;
  private final StringBuilder page = new StringBuilder();

  private Report(Options options, List<Measurement> all, Gaps gaps) {
    this.options = options;
    this.all = all;
    this.gaps = gaps;
  }

  /** The 1-minute load average: what else the machine had to do, when asked before and after. */
  static String load() throws IOException {
    String line = Files.readString(Path.of("/proc/loadavg"));
    return line.substring(0, line.indexOf(' '));
  }

  static void write(
      Options options, String arguments, String loadBefore, List<Measurement> all, Gaps gaps)
      throws IOException {
    Files.createDirectories(options.out());
    Report report = new Report(options, all, gaps);
    report.head(arguments);
    report.page.append("Load average before: ").append(loadBefore);
    report.page.append(", at the end: ").append(load()).append(".\n\n");
    for (Scenario scenario : options.scenarios()) {
      report.section(scenario);
    }
    Files.writeString(options.out().resolve("report.md"), report.page);
    Files.writeString(options.out().resolve("rounds.csv"), csv(all));
    if (options.scenarios().contains(Scenario.SMALL)) {
      Chart.write(options.out().resolve("small"), report.rows(Scenario.SMALL));
    }
  }

  private void head(String arguments) throws IOException {
    page.append("# Gateways beside each other\n\n");
    page.append("Written by `bench/run ").append(arguments.strip()).append("` at ");
    page.append(Instant.now().truncatedTo(ChronoUnit.MINUTES)).append(".\n");
    page.append("Medians of ").append(options.rounds()).append(" rounds of ");
    page.append(options.seconds()).append(" s; in brackets the lowest and the highest round. ");
    page.append("All peers ran at the same time, each round measured each of them once, in a new ");
    page.append(
        "order. The proxy had one core, load and origin the other. CPU is the proxy's own, ");
    page.append(
        "user and system, for each request. Every figure is in [rounds.csv](rounds.csv).\n\n");
    page.append("| machine | |\n| --- | --- |\n");
    row("processor", cpuModel() + ", " + Runtime.getRuntime().availableProcessors() + " for load");
    row("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    row("Java", System.getProperty("java.runtime.version") + ", -Xms128m -Xmx512m for all");
    for (String name : options.peers()) {
      row(name, Peers.named(name).version());
    }
    page.append('\n');
  }

  private void row(String key, String value) {
    page.append("| ").append(key).append(" | ").append(value).append(" |\n");
  }

  private static String cpuModel() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo"))
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 2))
        .findFirst()
        .orElse("unknown");
  }

  private void section(Scenario scenario) {
    page.append("## ").append(scenario.id()).append("\n\n");
    page.append("From here: ").append(scenario.description()).append(".\n\n");
    List<Row> rows = rows(scenario);
    switch (scenario) {
      case START -> {
        page.append("| peer | ms to the first answer | MiB then |\n| --- | --- | --- |\n");
        rows.forEach(row -> row(row.peer(), row.start() + " | " + row.mib()));
      }
      case LATENCY, EVENTS -> {
        page.append("| peer | a second | p50 µs | p99 µs | CPU µs | MiB | errors |\n");
        page.append("| --- | --- | --- | --- | --- | --- | --- |\n");
        rows.forEach(row -> row(row.peer(), row.rate() + delays(row) + row.load()));
      }
      default -> {
        page.append("| peer | CPU µs | ").append(scenario.unit()).append(" a second | MiB | ");
        page.append("errors |\n| --- | --- | --- | --- | --- |\n");
        rows.forEach(row -> row(row.peer(), row.figures()));
        gaps.of(scenario).keySet().forEach(peer -> row(peer, "- | - | - | -"));
      }
    }
    gaps.of(scenario)
        .forEach((peer, why) ->
            page.append("\n\\- ").append(peer).append(": ").append(why).append(".\n"));
    page.append('\n');
    if (scenario == Scenario.SMALL) {
      page.append("![CPU time for each small GET](small.svg)\n\n");
    }
  }

  private static String delays(Row row) {
    return " | " + row.p50() + " | " + row.p99() + " | ";
  }

  /** One row for each peer, the cheapest first. */
  private List<Row> rows(Scenario scenario) {
    return all.stream()
        .filter(measurement -> measurement.scenario() == scenario)
        .map(Measurement::peer)
        .distinct()
        .map(peer -> new Row(peer, of(scenario, peer)))
        .sorted(Comparator.comparingDouble(Row::order))
        .toList();
  }

  private List<Measurement> of(Scenario scenario, String peer) {
    return all.stream()
        .filter(measurement -> measurement.scenario() == scenario)
        .filter(measurement -> measurement.peer().equals(peer))
        .toList();
  }

  private static String csv(List<Measurement> all) {
    StringBuilder csv = new StringBuilder();
    csv.append(
        "scenario,peer,round,requests,per_second,cpu_us,errors,p50_us,p99_us,rss_kib,start_ms\n");
    for (Measurement m : all) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%d,%.1f,%.2f,%d,%.1f,%.1f,%d,%d%n",
              m.scenario().id(),
              m.peer(),
              m.round(),
              m.requests(),
              m.perSecond(),
              m.cpuMicros(),
              m.errors(),
              m.p50Micros(),
              m.p99Micros(),
              m.residentKib(),
              m.startMillis()));
    }
    return csv.toString();
  }

  /**
   * What a table says about one peer.
   *
   * @param peer its name
   * @param rounds what was measured
   */
  record Row(String peer, List<Measurement> rounds) {
    double median(ToDoubleFunction<Measurement> figure) {
      double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private String spread(String format, ToDoubleFunction<Measurement> figure) {
      double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
      return String.format(
          Locale.ROOT,
          format + " (" + format + " – " + format + ")",
          median(figure),
          sorted[0],
          sorted[sorted.length - 1]);
    }

    double order() {
      boolean start = rounds.getFirst().scenario() == Scenario.START;
      return start ? median(Measurement::startMillis) : median(Measurement::cpuMicros);
    }

    String cpu() {
      return spread("%.1f", Measurement::cpuMicros);
    }

    String rate() {
      return spread("%.0f", Measurement::perSecond);
    }

    String p50() {
      return spread("%.0f", Measurement::p50Micros);
    }

    String p99() {
      return spread("%.0f", Measurement::p99Micros);
    }

    String start() {
      return spread("%.0f", Measurement::startMillis);
    }

    String mib() {
      return String.format(Locale.ROOT, "%.0f", median(m -> m.residentKib() / 1024.0));
    }

    String errors() {
      return Long.toString(rounds.stream().mapToLong(Measurement::errors).sum());
    }

    /** What was counted while errors came, too, is not a figure. */
    String figures() {
      boolean failed = rounds.getFirst().scenario().wire() != Wire.PLAIN && !errors().equals("0");
      return failed
          ? "- | - | " + mib() + " | " + errors()
          : cpu() + " | " + rate() + " | " + mib() + " | " + errors();
    }

    String load() {
      return cpu() + " | " + mib() + " | " + errors();
    }
  }
}
