package io.rgate.runtime.balance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests under way at one endpoint, and whether they come on. Safe for use by many threads.
 * All times are on the clock of {@link System#nanoTime()}.
 */
public final class Traffic {
  private static final long ONE_WITHOUT_ANSWER = 1;
  private static final long ONE = 1L << 32;

  /** The least time without a sign of life after which other endpoints are preferred. */
  private static final long SILENCE = Duration.ofMillis(200).toNanos();

  /** Of eight answers, the newest counts for one. */
  private static final int SMOOTHING = 8;

  /** So many slow answers in a row say that it is slow, and not some of its requests. */
  private static final int SLOW_IN_A_ROW = 4;

  /** One that is slow is asked again after that time. */
  private static final long REST = Duration.ofSeconds(4).toNanos();

  /** Requests under way in the upper half, those of them without an answer in the lower one. */
  private final AtomicLong requests = new AtomicLong();

  /** How many answers wait for a piece of their content, of those whose length is declared. */
  private final AtomicInteger pauses = new AtomicInteger();

  private volatile long latency;

  /** What the last answer took. */
  private volatile long last;

  /**
   * How many of the last answers took longer than {@link #SILENCE}; no more are counted than asked
   * for.
   */
  private volatile int slowInARow;

  /** When the last answer came, or the first request after that was sent. */
  private volatile long heard;

  /** When the last piece of content came that was waited for, or the first wait began. */
  private volatile long moved;

  Traffic() {}

  int inFlight() {
    return (int) (requests.get() >> 32);
  }

  long latencyNanos() {
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
   * there; to be followed by {@link #beginInRoom}, or {@link #end}.
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
    last = nanos;
    count(nanos > SILENCE);
    latency = before == 0 ? nanos : before + (nanos - before) / SMOOTHING;
  }

  /** What two threads count at the same time may get lost: it only comes later then. */
  private void count(boolean slow) {
    int before = slowInARow;
    int after = slow ? Math.min(before + 1, SLOW_IN_A_ROW) : 0;
    if (after != before) {
      slowInARow = after;
    }
  }

  /** Called when a request is over that has had an answer, however that ended. */
  public void end() {
    requests.getAndAdd(-ONE);
  }

  /** Called when a request is over that has had no answer. */
  public void endWithoutAnswer() {
    requests.getAndAdd(-ONE - ONE_WITHOUT_ANSWER);
  }

  /** Called when an answer begins to wait for a piece of its content. */
  public void pauses() {
    if (pauses.getAndIncrement() == 0) {
      moved = System.nanoTime();
    }
  }

  /** Called when the piece has come, or nobody waits for it any more. */
  public void goesOn() {
    moved = System.nanoTime();
    pauses.decrementAndGet();
  }

  /** Whether something may be wrong, so that a choice has to look closer. Costs little. */
  boolean isSlack() {
    return ((int) requests.get() > 0 || pauses.get() > 0 || isSlow())
        && (isSilent() || isStrained(0));
  }

  /**
   * Whether requests wait at it and none has had an answer for much longer than usual, or content
   * waits and no piece has come for so long. Other endpoints are preferred then.
   */
  boolean isSilent() {
    boolean waits = (int) requests.get() > 0;
    boolean pausing = pauses.get() > 0;
    if (!waits && !pausing) {
      return false;
    }
    long now = System.nanoTime();
    long patience = much(latency);
    return (waits && now - heard > patience) || (pausing && now - moved > patience);
  }

  /**
   * Whether the newest answers took much longer than usual at the quickest endpoint, and either a
   * request waits, or all of the last ones were slow and one came a short time ago. Other endpoints
   * are preferred then. So one that is always slow gets a request now and then, which tells when it
   * is quick again.
   *
   * @param quickest the usual time of that endpoint
   */
  boolean isStrained(long quickest) {
    return ((int) requests.get() > 0 || (isSlow() && System.nanoTime() - heard < REST))
        && (last + latency) / 2 > much(quickest);
  }

  private boolean isSlow() {
    return slowInARow == SLOW_IN_A_ROW;
  }

  private static long much(long nanos) {
    return Math.max(SILENCE, SMOOTHING * nanos);
  }
}
