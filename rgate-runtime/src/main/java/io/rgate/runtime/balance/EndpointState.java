package io.rgate.runtime.balance;

import io.rgate.api.Backend.Ejection;
import io.rgate.runtime.balance.Verdicts.Standing;
import io.rgate.spi.Balancer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway remembers of one endpoint; it outlives snapshots. Safe for use by many threads.
 *
 * <p>An endpoint is <em>out</em> after several failures in a row. When its time is over, one
 * request at a time <em>probes</em> it. After it came back its share grows over some seconds. All
 * times are on the clock of {@link System#nanoTime()}.
 */
public final class EndpointState implements Balancer.Load {
  /** For how long others are preferred to one whose connections hang. */
  private static final long HANGING = Duration.ofSeconds(1).toNanos();

  private static final long GROWING = Duration.ofSeconds(4).toNanos();

  private final EndpointStates all;

  private final Traffic traffic = new Traffic();
  private final AtomicBoolean probed = new AtomicBoolean();

  /** How many backends find that it fails their checks. */
  private final AtomicInteger downs = new AtomicInteger();

  private volatile Standing standing = Standing.IN;

  /** Whether it took no connection the last time, so that a bare one shall tell when it does. */
  private volatile boolean unreachable;

  private volatile boolean avoided;
  private volatile long avoidedUntil;
  private volatile boolean growing;
  private volatile long backSince;
  private volatile int failures;
  private volatile String lastFailure = "";

  private final OutTime time = new OutTime();

  EndpointState(EndpointStates all) {
    this.all = all;
  }

  @Override
  public int inFlight() {
    return traffic.inFlight();
  }

  @Override
  public long latencyNanos() {
    return traffic.latencyNanos();
  }

  /** The requests under way at it. */
  public Traffic traffic() {
    return traffic;
  }

  /** Whether its last answers were failures, so that a request is not sent again to it. */
  boolean isFailing(Ejection rules) {
    return rules.failures() > 0 && failures >= rules.failures();
  }

  /** Whether it gets no requests but those that probe it. */
  boolean isOut() {
    return standing == Standing.OUT || isDown();
  }

  /** Whether nothing is lost if it is forgotten. */
  boolean isForgettable() {
    return inFlight() == 0 && !isOut() && !isLast();
  }

  /** Whether it gets a request only if no other endpoint can: it answers, but it fails. */
  boolean isLast() {
    return standing == Standing.LAST;
  }

  /** Whether it fails the checks of its health, so that no request probes it. */
  boolean isDown() {
    return downs.get() > 0;
  }

  /** Whether its time of being out is over. */
  boolean isOver(long now) {
    return standing != Standing.IN && !isDown() && time.until() - now <= 0;
  }

  /**
   * Whether a request may probe it: its time is over, and it is not known to take no connection.
   */
  boolean isDue(long now) {
    return isOver(now) && (!unreachable || time.isLongOver(now));
  }

  /** Whether it is to be probed before {@code other}: that may be tried at all, or is due first. */
  boolean isProbedBefore(EndpointState other) {
    return unreachable == other.unreachable ? outUntil() - other.outUntil() < 0 : other.unreachable;
  }

  /**
   * Takes the right to try a bare connection to an endpoint that is out because it took none; false
   * if it is too early. The longer it is out, the rarer they are.
   */
  boolean mayKnock(long now) {
    return standing == Standing.OUT && unreachable && !isDown() && time.mayKnock(now);
  }

  /** Called when a bare connection was made, or could not be made. */
  public void knocked(boolean made) {
    if (made) {
      reached();
    }
    time.knocked(System.nanoTime());
  }

  /** Whether another endpoint is preferred at this moment. */
  public boolean isDoubtful() {
    return isLast() || isAvoided(System.nanoTime()) || traffic.isSlack();
  }

  /** Called when checks of the endpoint's health begin to fail, and when they pass again. */
  public void down(boolean fails) {
    downs.addAndGet(fails ? 1 : -1);
    all.outs(fails ? 1 : -1);
    if (!fails) {
      back(0);
    }
  }

  /** When the time of being out is over. */
  long outUntil() {
    return time.until();
  }

  /** Whether it gets a request only if no other endpoint can: it has just refused a connection. */
  boolean isAvoided(long now) {
    return avoided && now - avoidedUntil < 0;
  }

  /** Whether it came back a short time ago and does not get this request for that reason. */
  boolean isPassedBy(long now) {
    if (!growing) {
      return false;
    }
    long since = now - backSince;
    if (since >= GROWING) {
      growing = false;
      return false;
    }
    return ThreadLocalRandom.current().nextLong(GROWING) > since;
  }

  /** Takes the right to probe the endpoint; false if another request is doing so. */
  boolean claim() {
    return probed.compareAndSet(false, true);
  }

  /** Gives the right to probe back, without a result. */
  void abandon() {
    probed.set(false);
  }

  /** What went wrong last; empty if nothing did. */
  public String lastFailure() {
    return lastFailure;
  }

  /** Called when an answer was complete; true if the endpoint comes back by that. */
  public boolean succeeded() {
    if (failures == 0 && standing == Standing.IN) {
      avoided = false;
      return false;
    }
    return back(0);
  }

  /**
   * Called when a bare connection could be made. The endpoint comes back, but the next failure
   * takes it out again.
   */
  public boolean connected(Ejection rules) {
    return back(Math.max(0, rules.failures() - 1));
  }

  private synchronized boolean back(int remembered) {
    boolean was = standing != Standing.IN;
    failures = remembered;
    avoided = false;
    unreachable = false;
    probed.set(false);
    if (was) {
      standing = Standing.IN;
      backSince = System.nanoTime();
      growing = true;
      all.troubled(backSince + GROWING);
      all.outs(-1);
    }
    return was;
  }

  /** Makes the time of being out end now: another endpoint of the backend has just come back. */
  synchronized void endEarly() {
    reached();
    time.forget();
  }

  private synchronized void reached() {
    unreachable = false;
    time.end(System.nanoTime());
  }

  /** Has other endpoints preferred for a time: a connection is not made as quickly as usual. */
  public synchronized void hangs(Ejection rules) {
    if (rules.failures() > 0) {
      avoid(System.nanoTime(), Math.min(HANGING, rules.first().toNanos()));
    }
  }

  private void avoid(long now, long nanos) {
    avoidedUntil = now + nanos;
    avoided = true;
    all.troubled(avoidedUntil);
  }

  /** Forgets all failures: the endpoint has just started. */
  synchronized void restarted() {
    back(0);
    growing = false;
    time.forget();
  }

  /**
   * Counts a failure of the endpoint's own.
   *
   * @param refused whether no connection was made: then the endpoint is tried last for a time
   * @param worst what may become of it if this failure is one too many
   * @return for how long it is out or last now, if this failure made it so; else null
   */
  synchronized @Nullable Duration failed(
      Ejection rules, String what, boolean refused, Standing worst) {
    lastFailure = what;
    failures++;
    if (rules.failures() == 0) {
      return null;
    }
    if (standing == Standing.OUT) {
      unreachable |= refused;
      return null;
    }
    long now = System.nanoTime();
    if (refused) {
      avoid(now, rules.first().toNanos());
    }
    if (failures < rules.failures() || worst.compareTo(standing) <= 0) {
      return null;
    }
    if (now - backSince > rules.most().toNanos()) {
      time.forget();
    }
    long nanos = time.begin(rules, now);
    time.grow();
    unreachable = refused;
    growing = false;
    all.outs(standing == Standing.IN ? 1 : 0);
    standing = worst;
    return Duration.ofNanos(nanos);
  }

  /**
   * Called when a request or a connection that probed the endpoint has failed: it stays out.
   *
   * @param refused whether no connection was made
   * @param longer whether for a longer time than before
   */
  synchronized void failedAgain(Ejection rules, String what, boolean refused, boolean longer) {
    lastFailure = what;
    failures++;
    unreachable = refused && standing == Standing.OUT;
    time.begin(rules, System.nanoTime());
    if (longer) {
      time.grow();
    }
    probed.set(false);
  }
}
