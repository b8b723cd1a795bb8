package io.rgate.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What clients and origins notice while endpoints of a backend are bad: docs/failures.md. The
 * results are in {@code target/fault-matrix.md}; with {@code -Drgate.faults.report=true} nothing
 * else is asked.
 */
@Tag("measured")
class FaultMatrixIT {
  /** With these of all three no request is answered as it should be. */
  private static final Set<Fault> BY_ALL =
      EnumSet.complementOf(
          EnumSet.of(Fault.NONE, Fault.SLOW, Fault.KILLED, Fault.HEALS, Fault.STARTING));

  @Test
  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  void everyFaultWithOneAndTwoAndAllOfThree() throws Exception {
    Duration patience = Duration.ofSeconds(5);
    List<FaultCell> cells =
        new ArrayList<>(
            FaultRun.oneAndTwoBad(List.of(Fault.values()), 6, patience, FaultRgate::start));
    BY_ALL.forEach(fault -> cells.add(new FaultCell(fault, 3, 3, patience)));
    FaultRun run = FaultRun.of(cells, FaultRgate::start);
    FaultRun.publish("fault-matrix.md", new FaultTable(run.cells(), run.control()));
    FaultRun.require(
        run.cells().stream()
            .map(result ->
                result.cell().bad() == 3
                    ? FaultPromise.brokenByAll(result)
                    : FaultPromise.broken(result, run.control()))
            .flatMap(List::stream));
  }
}
