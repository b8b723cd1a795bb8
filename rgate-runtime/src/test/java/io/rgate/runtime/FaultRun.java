package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * What came of the cells of one gateway, some of which ran at the same time.
 *
 * @param control what came of the same gateway with nothing but good endpoints meanwhile
 */
record FaultRun(List<FaultResult> cells, FaultResult control) {
  /**
   * So many at a time disturb each other little: together they are some hundred requests a second.
   */
  private static final int SIDE_BY_SIDE = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Each fault with one bad endpoint and with two, for so many seconds, with these timeouts. */
  static List<FaultCell> oneAndTwoBad(
      List<Fault> faults, int seconds, Duration patience, FaultGateway.Starter starter) {
    return faults.stream()
        .flatMap(fault ->
            Stream.of(1, 2).map(bad -> new FaultCell(fault, bad, seconds, patience, starter)))
        .toList();
  }

  /** Runs the cells of the gateway that {@code starter} starts. */
  static FaultRun of(List<FaultCell> cells, FaultGateway.Starter starter) throws Exception {
    FaultCell healthy = new FaultCell(Fault.NONE, 0, 1, PATIENCE, starter);
    healthy.run(); // classes are loaded, code is warm
    List<FaultCell> longestFirst = new ArrayList<>(cells);
    longestFirst.sort(Comparator.comparing(FaultCell::longest).reversed());
    AtomicBoolean goesOn = new AtomicBoolean(true);
    List<FaultResult> results = new ArrayList<>();
    try (LogLines log = LogLines.quietly();
        ExecutorService executor = Executors.newFixedThreadPool(SIDE_BY_SIDE + 1)) {
      Future<FaultResult> control = executor.submit(() -> healthy.run(goesOn::get));
      try {
        List<Future<FaultResult>> running =
            longestFirst.stream().map(cell -> executor.submit(() -> cell.run())).toList();
        for (Future<FaultResult> result : running) {
          results.add(result.get());
        }
      } finally {
        goesOn.set(false);
      }
      FaultResult healthyMeanwhile = control.get();
      assertThat(log.all()).noneMatch(line -> line.startsWith("SEVERE")); // the gateway's own fault
      return new FaultRun(results, healthyMeanwhile);
    }
  }

  /** The result of one cell. */
  FaultResult cell(Fault fault, int bad) {
    return cells.stream()
        .filter(result -> result.cell().fault() == fault && result.cell().bad() == bad)
        .findFirst()
        .orElseThrow();
  }

  /** Writes what a run shows to {@code target}, and prints it. */
  static void publish(String file, Object table) throws IOException {
    write(file, table);
    System.out.println(table);
  }

  /** Writes what a run shows to {@code target}. */
  static void write(String file, Object table) throws IOException {
    Files.writeString(Path.of("target", file), table.toString());
  }

  /** Fails if there is one; with {@code -Drgate.faults.report=true} they are told only. */
  static void require(Stream<String> broken) {
    List<String> all = broken.toList();
    if (Boolean.getBoolean("rgate.faults.report")) {
      System.out.println(String.join("\n", all));
    } else {
      assertThat(all).as("promises that do not hold").isEmpty();
    }
  }
}
