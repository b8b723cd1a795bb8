package io.rgate.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One cell of the fault matrix: a gateway of its own before three endpoints of which some are bad.
 *
 * @param bad how many of the three
 * @param seconds how long requests are sent
 * @param patience the time for the head of an answer, and for a pause in its content
 * @param starter starts the gateway
 */
record FaultCell(
    Fault fault, int bad, int seconds, Duration patience, FaultGateway.Starter starter) {
  private static final int ENDPOINTS = 3;

  /** One of this rgate. */
  FaultCell(Fault fault, int bad, int seconds, Duration patience) {
    this(fault, bad, seconds, patience, FaultRgate::start);
  }

  /** Runs it for its time; whatever it opens it closes. */
  FaultResult run() throws Exception {
    AtomicInteger left = new AtomicInteger(seconds * FaultLoad.RATE);
    return run(() -> left.decrementAndGet() >= 0);
  }

  /** Runs it as long as {@code goesOn} is true. */
  FaultResult run(BooleanSupplier goesOn) throws Exception {
    List<FaultOrigin> origins = new ArrayList<>();
    try {
      for (int i = 0; i < ENDPOINTS; i++) {
        origins.add(FaultOrigin.start(i < bad ? fault : Fault.NONE));
      }
      FaultResult result = send(origins, goesOn);
      origins.forEach(FaultOrigin::requireDone);
      return result;
    } finally {
      for (FaultOrigin origin : origins) {
        origin.close();
      }
    }
  }

  private FaultResult send(List<FaultOrigin> origins, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    try (FaultGateway gateway = starter.start(this, origins);
        FaultLoad load = new FaultLoad(gateway.port(), fault.name() + bad)) {
      origins.forEach(FaultOrigin::begin);
      List<FaultLoad.Outcome> outcomes = load.run(goesOn);
      return new FaultResult(this, outcomes, sights(origins), gateway.attempts());
    }
  }

  private static List<FaultResult.Sight> sights(List<FaultOrigin> origins) {
    return origins.stream()
        .map(o -> new FaultResult.Sight(o.seen(), o.accepted(), o.millisToFirst()))
        .toList();
  }

  /** How long it takes at most: the longest are started first. */
  long longest() {
    return SECONDS.toMillis(seconds) + (fault.waits() ? patience.toMillis() : 0);
  }
}
