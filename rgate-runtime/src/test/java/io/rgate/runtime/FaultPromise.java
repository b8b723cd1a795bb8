package io.rgate.runtime;

import static io.rgate.runtime.Fault.ACCEPTS_SLOWLY;
import static io.rgate.runtime.Fault.ANSWERS_500;
import static io.rgate.runtime.Fault.ANSWERS_503;
import static io.rgate.runtime.Fault.BLACKHOLED;
import static io.rgate.runtime.Fault.CLOSES_AFTER_HEAD;
import static io.rgate.runtime.Fault.CLOSES_AT_ONCE;
import static io.rgate.runtime.Fault.CUTS_CONTENT;
import static io.rgate.runtime.Fault.CUTS_FIELDS;
import static io.rgate.runtime.Fault.CUTS_STATUS_LINE;
import static io.rgate.runtime.Fault.FREEZES_IN_CONTENT;
import static io.rgate.runtime.Fault.FROZEN;
import static io.rgate.runtime.Fault.HANGS;
import static io.rgate.runtime.Fault.HEALS;
import static io.rgate.runtime.Fault.KILLED;
import static io.rgate.runtime.Fault.NONE;
import static io.rgate.runtime.Fault.REFUSES;
import static io.rgate.runtime.Fault.RUBBISH;
import static io.rgate.runtime.Fault.SLOW;
import static io.rgate.runtime.Fault.STARTING;
import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What must hold while one or two of three endpoints have a fault: the one place that says so.
 * Shares are percent of what a client must get whole, latency is what may be added to that of three
 * working endpoints at the same time.
 *
 * @param getsOne of the GETs, one endpoint bad
 * @param getsTwo of the GETs, two bad
 * @param postsOne of the POSTs, one bad
 * @param postsTwo of the POSTs, two bad
 * @param addedMillis to the 99th percentile after the first second
 */
record FaultPromise(
    double getsOne, double getsTwo, double postsOne, double postsTwo, long addedMillis) {

  /** The issue asks for 5 ms; a machine that builds other things at the same time has more. */
  private static final long NOISE = 100;

  /** Where all fail, origins may get at most so much for one request of a client. */
  static final double MOST_LOAD = 1.2;

  /** No request may be lost. */
  private static final FaultPromise NOTHING_LOST = new FaultPromise(100, 100, 100, 100, NOISE);

  /** Whoever waits for an answer that freezes waits for the whole timeout. */
  private static final long TIMEOUT = 10_000;

  /** A POST that was sent is not sent again: those are lost from which the gateway learns. */
  private static final FaultPromise SENT = new FaultPromise(100, 100, 95, 90, NOISE);

  /** A head that was passed on cannot be taken back. */
  private static final FaultPromise BEGUN = new FaultPromise(95, 90, 95, 90, NOISE);

  /** On a busy machine so many of a hundred may be missing, where something was sent. */
  private static final double BUSY = 4;

  private static final Map<Fault, FaultPromise> ALL =
      Map.ofEntries(
          entry(NONE, NOTHING_LOST),
          entry(REFUSES, NOTHING_LOST),
          entry(BLACKHOLED, NOTHING_LOST),
          // Its connections are made, so that requests wait in its queue.
          entry(ACCEPTS_SLOWLY, new FaultPromise(100, 100, 95, 85, TIMEOUT)),
          entry(CLOSES_AT_ONCE, SENT),
          entry(HANGS, SENT),
          entry(CLOSES_AFTER_HEAD, SENT),
          entry(CUTS_STATUS_LINE, SENT),
          entry(CUTS_FIELDS, SENT),
          entry(RUBBISH, SENT),
          entry(ANSWERS_500, SENT),
          entry(ANSWERS_503, SENT),
          entry(CUTS_CONTENT, BEGUN),
          // Those that it gets before it is silent wait for the whole timeout.
          entry(FREEZES_IN_CONTENT, new FaultPromise(95, 90, 95, 90, TIMEOUT)),
          // It answers well: one request in a while goes there, and takes its 300 ms.
          entry(SLOW, new FaultPromise(100, 100, 100, 100, 300 + NOISE)),
          entry(KILLED, new FaultPromise(100, 100, 99, 98, NOISE)),
          entry(FROZEN, new FaultPromise(100, 100, 90, 85, TIMEOUT)),
          entry(HEALS, new FaultPromise(100, 100, 99, 98, NOISE)),
          entry(STARTING, NOTHING_LOST));

  static FaultPromise of(Fault fault) {
    return ALL.get(fault);
  }

  /** Which promises this result breaks, those that a measurement of seconds can show. */
  static List<String> broken(FaultResult result) {
    FaultPromise promise = of(result.cell().fault());
    boolean two = result.cell().bad() > 1;
    List<String> broken = new ArrayList<>();
    double gets = two ? promise.getsTwo : promise.getsOne;
    boolean sent = !result.cell().fault().nothingSent();
    atLeast(broken, "GETs", sent ? gets - BUSY : gets, result.share(false));
    double posts = two ? promise.postsTwo : promise.postsOne;
    if (posts == 100) {
      atLeast(broken, "POSTs", posts, result.share(true));
    }
    if (result.doubled(true) > 0) {
      broken.add(result.doubled(true) + " POSTs were sent twice");
    }
    if (result.cell().fault().nothingSent() && result.lostUnseen() > 0) {
      broken.add(result.lostUnseen() + " POSTs were lost though nothing was sent");
    }
    return named(result, broken);
  }

  /**
   * Which of all its promises this result breaks.
   *
   * @param control what a gateway with three working endpoints had at the same time
   */
  static List<String> broken(FaultResult result, FaultResult control) {
    FaultPromise promise = of(result.cell().fault());
    boolean two = result.cell().bad() > 1;
    List<String> more = new ArrayList<>();
    double posts = two ? promise.postsTwo : promise.postsOne;
    if (posts < 100) {
      atLeast(more, "POSTs", posts - BUSY, result.share(true));
    }
    double added = result.added(control);
    double most = promise.addedMillis + result.usual(control); // itself uneven on a busy machine
    if (added > most) {
      more.add("p99 + %.0f ms, may be + %.0f".formatted(added, most));
    }
    List<String> broken = new ArrayList<>(broken(result));
    broken.addAll(named(result, more));
    return broken;
  }

  /** Whether a result with every endpoint bad asked too much of them. */
  static List<String> brokenByAll(FaultResult result) {
    double load = result.load();
    return load <= MOST_LOAD
        ? List.of()
        : named(result, List.of("%.2f at origins for one of a client".formatted(load)));
  }

  private static void atLeast(List<String> broken, String what, double percent, double share) {
    if (share * 100 < percent) {
      broken.add("%s %.1f %%, must be %.0f".formatted(what, share * 100, percent));
    }
  }

  private static List<String> named(FaultResult result, List<String> broken) {
    String cell = result.cell().bad() + " of 3: " + result.cell().fault();
    return broken.stream().map(what -> cell + ": " + what).toList();
  }
}
