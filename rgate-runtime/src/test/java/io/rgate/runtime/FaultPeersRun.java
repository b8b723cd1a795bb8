package io.rgate.runtime;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The fault matrix of rgate beside that of other gateways, which {@code rgate.faults.peers} names.
 * It takes more than a minute for each of them, so it is in no build (its name ends otherwise). The
 * tables are in {@code target/fault-peers.md}, and what each got in a file of its own; with {@code
 * -Drgate.faults.report=true} nothing else is asked.
 */
class FaultPeersRun {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Some faults only, such as {@code HANGS,KILLED}; all of them without it. */
  private static List<Fault> faults() {
    String some = System.getProperty("rgate.faults.only", "");
    return some.isEmpty()
        ? List.of(Fault.values())
        : List.of(some.split(",")).stream().map(Fault::valueOf).toList();
  }

  @Test
  void noOtherGatewayDoesBetter() throws Exception {
    Map<String, FaultGateway.Starter> gateways = new LinkedHashMap<>();
    gateways.put(FaultPeersTable.AS_IT_COMES, FaultRgate::start);
    gateways.put(FaultPeersTable.SET_UP, FaultRgate::startWithChecks);
    for (String name : System.getProperty("rgate.faults.peers", "haproxy,nginx,caddy").split(",")) {
      FaultPeer.Kind peer = FaultPeer.named(name);
      gateways.put(peer.version(), peer);
    }
    Map<String, FaultRun> runs = new LinkedHashMap<>();
    for (Map.Entry<String, FaultGateway.Starter> gateway : gateways.entrySet()) {
      FaultGateway.Starter starter = gateway.getValue();
      List<FaultCell> cells = FaultRun.oneAndTwoBad(faults(), 6, PATIENCE, starter);
      FaultRun run = FaultRun.of(cells, starter);
      runs.put(gateway.getKey(), run);
      FaultRun.write(
          "fault-matrix-of-" + gateway.getKey() + ".md",
          new FaultTable(run.cells(), run.control()));
    }
    FaultPeersTable table = new FaultPeersTable(runs, faults());
    FaultRun.publish("fault-peers.md", table);
    FaultRun.require(table.worse());
  }
}
