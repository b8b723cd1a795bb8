package io.rgate.runtime.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * An origin that works at a fixed number of requests at a time and lets others wait, behind an
 * adaptive limit; on a clock of its own, so that minutes take milliseconds.
 */
final class SimulatedOrigin {
  private record Answer(long at, long sent) {}

  private final GradientLimit limit = new GradientLimit();
  private final Random chance = new Random(1);
  private final PriorityQueue<Answer> working =
      new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
  private final Deque<Long> queue = new ArrayDeque<>();

  /** The clock may have any value at the start. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  private int workers;
  private double nanosEach;

  /** Limits of the time since the last {@link #run}, weighted by the requests that came. */
  private long sumOfLimits;

  private long requests;
  private long served;

  SimulatedOrigin works(int atATime, Duration each) {
    workers = atATime;
    nanosEach = each.toNanos();
    return this;
  }

  /** Sends so many times what the origin can do, for that time. */
  SimulatedOrigin run(double load, Duration time) {
    sumOfLimits = 0;
    requests = 0;
    served = 0;
    long end = now + time.toNanos();
    double between = nanosEach / workers / load;
    long next = now;
    while (next - end < 0) {
      Answer first = working.peek();
      if (first != null && first.at() - next <= 0) {
        now = first.at();
        answer(working.remove());
      } else {
        now = next;
        come();
        next += (long) (-Math.log(1 - chance.nextDouble()) * between);
      }
    }
    now = end;
    return this;
  }

  private int inFlight() {
    return working.size() + queue.size();
  }

  private void come() {
    requests++;
    sumOfLimits += limit.limit();
    if (inFlight() < limit.limit()) {
      queue.add(now);
      work();
    }
  }

  private void work() {
    while (working.size() < workers && !queue.isEmpty()) {
      // Half of the time is the same for all, the other half is by chance.
      double nanos = nanosEach * (0.5 - 0.5 * Math.log(1 - chance.nextDouble()));
      working.add(new Answer(now + (long) nanos, queue.remove()));
    }
  }

  private void answer(Answer answer) {
    served++;
    limit.answered(answer.sent(), now, inFlight() + 1);
    work();
  }

  double meanLimit() {
    return (double) sumOfLimits / requests;
  }

  int limitNow() {
    return limit.limit();
  }

  /** How much of what the origin could do was done. */
  double use(Duration time) {
    return served * nanosEach / workers / time.toNanos();
  }
}
