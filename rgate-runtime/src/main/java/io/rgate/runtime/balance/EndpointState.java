package io.rgate.runtime.balance;

import io.rgate.api.Backend.Ejection;
import io.rgate.spi.Balancer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway remembers of one endpoint; it outlives snapshots. Safe for use by many threads.
 *
 * <p>An endpoint is <em>out</em> after several failures in a row. When its time is over, one
 * request at a time <em>probes</em> it. After it came back its share grows over some seconds. All
 * times are on the clock of {@link System#nanoTime()}.
 */
public final class EndpointState implements Balancer.Load {
  private static final long GROWING = Duration.ofSeconds(4).toNanos();

  /** Each time of being out is up to a fifth longer or shorter, so that not all end together. */
  private static final int JITTER = 5;

  private static final long ONE_WITHOUT_ANSWER = 1;
  private static final long ONE = 1L << 32;

  /** The least time without any answer after which other endpoints are preferred. */
  private static final long SILENCE = Duration.ofMillis(200).toNanos();

  /** Of eight answers, the newest counts for one. */
  private static final int SMOOTHING = 8;

  private final EndpointStates all;

  /** Requests under way in the upper half, those of them without an answer in the lower one. */
  private final AtomicLong requests = new AtomicLong();

  private final AtomicBoolean probed = new AtomicBoolean();

  /** How many backends find that it fails their checks. */
  private final AtomicInteger downs = new AtomicInteger();

  private volatile boolean out;
  private volatile long outUntil;
  private volatile boolean avoided;
  private volatile long avoidedUntil;
  private volatile boolean growing;
  private volatile long backSince;
  private volatile int failures;
  private volatile String lastFailure = "";
  private volatile long latency;

  /** When the last answer came, or the first request after that was sent. */
  private volatile long heard;

  /** How often it was out without a longer time of success in between. */
  private int times;

  EndpointState(EndpointStates all) {
    this.all = all;
  }

  @Override
  public int inFlight() {
    return (int) (requests.get() >> 32);
  }

  @Override
  public long latencyNanos() {
    return latency;
  }

  /** Counts a request that goes to the endpoint {@code now}. */
  public void begin(long now) {
    if ((int) requests.getAndAdd(ONE + ONE_WITHOUT_ANSWER) == 0) {
      heard = now;
    }
  }

  /**
   * Takes room for a request that will go to the endpoint, if fewer than {@code most} are under way
   * there; to be followed by {@link #beginInRoom}.
   */
  boolean takeRoom(int most) {
    long before = requests.getAndUpdate(now -> (int) (now >> 32) < most ? now + ONE : now);
    return (int) (before >> 32) < most;
  }

  /** Counts a request for which {@link #takeRoom} has taken room. */
  void beginInRoom(long now) {
    if ((int) requests.getAndAdd(ONE_WITHOUT_ANSWER) == 0) {
      heard = now;
    }
  }

  /** Called when the head of an answer came {@code now}, after {@code nanos}. */
  public void answered(long now, long nanos) {
    requests.getAndAdd(-ONE_WITHOUT_ANSWER);
    heard = now;
    long before = latency;
    latency = before == 0 ? nanos : before + (nanos - before) / SMOOTHING;
  }

  /** Called when a request is over that has had an answer, however that ended. */
  public void end() {
    requests.getAndAdd(-ONE);
  }

  /** Called when a request is over that has had no answer. */
  public void endWithoutAnswer() {
    requests.getAndAdd(-ONE - ONE_WITHOUT_ANSWER);
  }

  /**
   * Whether requests wait at it and none has had an answer for much longer than usual. Other
   * endpoints are preferred then.
   */
  boolean isSilent() {
    return (int) requests.get() > 0
        && System.nanoTime() - heard > Math.max(SILENCE, SMOOTHING * latency);
  }

  /** Whether its last answers were failures, so that a request is not sent again to it. */
  boolean isFailing(Ejection rules) {
    return rules.failures() > 0 && failures >= rules.failures();
  }

  /** Whether it gets no requests but those that probe it. */
  boolean isOut() {
    return out || isDown();
  }

  /** Whether it fails the checks of its health, so that no request probes it. */
  boolean isDown() {
    return downs.get() > 0;
  }

  /** Whether its time of being out is over, so that it may be probed. */
  boolean isDue(long now) {
    return out && !isDown() && outUntil - now <= 0;
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
    return outUntil;
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
    if (failures == 0 && !out) {
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
    boolean was = out;
    failures = remembered;
    avoided = false;
    probed.set(false);
    if (was) {
      out = false;
      backSince = System.nanoTime();
      growing = true;
      all.troubled(backSince + GROWING);
      all.outs(-1);
    }
    return was;
  }

  /** Makes the time of being out end now: another endpoint of the backend has just come back. */
  synchronized void endEarly() {
    outUntil = System.nanoTime();
    times = 0;
  }

  /** Forgets all failures: the endpoint has just started. */
  synchronized void restarted() {
    back(0);
    growing = false;
    times = 0;
  }

  /**
   * Counts a failure of the endpoint's own.
   *
   * @param refused whether no connection was made: then the endpoint is tried last for a time
   * @param mayBeOut whether it may be taken out; otherwise the failure is only counted
   * @return for how long it is out now, if this failure took it out; else null
   */
  public synchronized @Nullable Duration failed(
      Ejection rules, String what, boolean refused, boolean mayBeOut) {
    lastFailure = what;
    failures++;
    if (rules.failures() == 0 || out) {
      return null;
    }
    long now = System.nanoTime();
    if (refused) {
      avoidedUntil = now + rules.first().toNanos();
      avoided = true;
      all.troubled(avoidedUntil);
    }
    if (failures < rules.failures() || !mayBeOut) {
      return null;
    }
    if (now - backSince > rules.most().toNanos()) {
      times = 0;
    }
    long nanos = time(rules);
    times++;
    outUntil = now + nanos;
    growing = false;
    out = true;
    all.outs(1);
    return Duration.ofNanos(nanos);
  }

  /**
   * Called when a request or a connection that probed the endpoint has failed: it stays out.
   *
   * @param longer whether for a longer time than before
   */
  public synchronized void failedAgain(Ejection rules, String what, boolean longer) {
    lastFailure = what;
    failures++;
    outUntil = System.nanoTime() + time(rules);
    times += longer ? 1 : 0;
    probed.set(false);
  }

  private long time(Ejection rules) {
    long longest = rules.most().toNanos();
    long nanos = rules.first().toNanos();
    for (int i = 0; i < times && nanos < longest; i++) {
      nanos *= 2;
    }
    nanos = Math.min(nanos, longest);
    return nanos + ThreadLocalRandom.current().nextLong(-nanos / JITTER, nanos / JITTER + 1);
  }
}
