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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What clients and origins notice while endpoints of a backend are bad: docs/failures.md. The
 * results are in {@code target/fault-matrix.md}; with {@code -Drgate.faults.report=true} nothing
 * else is asked.
 */
class FaultMatrixIT {
  /**
   * So many at a time disturb each other little: together they are some hundred requests a second.
   */
  private static final int SIDE_BY_SIDE = 5;

  private static final List<Fault> WORST =
      List.of(Fault.REFUSES, Fault.BLACKHOLED, Fault.HANGS, Fault.CLOSES_AFTER_HEAD, Fault.KILLED);

  private static final List<Fault> BY_ALL =
      List.of(
          Fault.REFUSES,
          Fault.BLACKHOLED,
          Fault.CLOSES_AT_ONCE,
          Fault.HANGS,
          Fault.CLOSES_AFTER_HEAD,
          Fault.RUBBISH,
          Fault.ANSWERS_503);

  @Test
  void fiveFaultsInShort() throws Exception {
    Duration patience = Duration.ofSeconds(1);
    List<FaultCell> cells = new ArrayList<>();
    for (Fault fault : WORST) {
      cells.add(new FaultCell(fault, 1, 2, patience));
      cells.add(new FaultCell(fault, 2, 2, patience));
    }
    Results results = run(cells);
    results.publish("fault-matrix-short.md");
    require(results.cells.stream().map(FaultPromise::broken));
  }

  @Test
  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  void everyFaultWithOneAndTwoAndAllOfThree() throws Exception {
    Duration patience = Duration.ofSeconds(5);
    List<FaultCell> cells = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      cells.add(new FaultCell(fault, 1, 6, patience));
      cells.add(new FaultCell(fault, 2, 6, patience));
    }
    BY_ALL.forEach(fault -> cells.add(new FaultCell(fault, 3, 3, patience)));
    Results results = run(cells);
    results.publish("fault-matrix.md");
    require(
        results.cells.stream()
            .map(result ->
                result.cell().bad() == 3
                    ? FaultPromise.brokenByAll(result)
                    : FaultPromise.broken(result, results.control)));
  }

  /** What came of each cell, and of a gateway with nothing but good endpoints at the same time. */
  private record Results(List<FaultResult> cells, FaultResult control) {

    void publish(String file) throws IOException {
      String table = new FaultTable(cells, control).toString();
      Files.writeString(Path.of("target", file), table);
      System.out.println(table);
    }
  }

  private static Results run(List<FaultCell> cells) throws Exception {
    FaultCell healthy = new FaultCell(Fault.NONE, 0, 1, Duration.ofSeconds(5));
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
      return new Results(results, healthyMeanwhile);
    }
  }

  private static void require(Stream<List<String>> ofEachCell) {
    List<String> broken = ofEachCell.flatMap(List::stream).toList();
    if (Boolean.getBoolean("rgate.faults.report")) {
      System.out.println(String.join("\n", broken));
    } else {
      assertThat(broken).as("promises that do not hold").isEmpty();
    }
  }
}
