package io.rgate.http.origin;

import io.rgate.http.frame.Frame;
import io.rgate.http.frame.FrameOutput;
import java.time.Duration;

/**
 * When a connection ends by itself: after a time without a request, when the origin leaves and the
 * last answer is there, or when the origin is dead. That one is found out by a PING after a silence
 * while an answer is awaited. For the reader, but for {@link #used}.
 */
final class Liveness {
  /** How long a connection without requests is kept. */
  static final Duration IDLE = Duration.ofSeconds(30);

  /** The silence after which the origin is asked for the first time. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  /** How long it may take to answer that. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  /** Servers of gRPC end a connection with more than one PING in five minutes of silence. */
  static final Duration SELDOM = Duration.ofSeconds(330);

  private static final long WHAT = 0x7267617465616c76L;

  private final OriginStreams streams;
  private final FrameOutput output;
  private final Times times;
  private volatile long used = System.nanoTime();
  private long came = System.nanoTime();
  private long asked;
  private boolean answered;
  private boolean dead;

  /** How long what may take, in nanoseconds. */
  record Times(long idle, long silence, long answer, long seldom) {
    static final Times USUAL =
        new Times(IDLE.toNanos(), SILENCE.toNanos(), ANSWER.toNanos(), SELDOM.toNanos());
  }

  Liveness(OriginStreams streams, FrameOutput output, Times times) {
    this.streams = streams;
    this.output = output;
    this.times = times;
  }

  /** The last request on the connection has ended. */
  void used() {
    used = System.nanoTime();
  }

  /** A frame came that is no answer to a PING. */
  void heard() {
    came = System.nanoTime();
    asked = 0;
    answered = false;
  }

  void pingAnswered(long what) {
    if (what == WHAT) {
      asked = 0;
      answered = true;
    }
  }

  /** How long the reader waits for a frame, until {@link #goesOn} decides. */
  long left(long since) {
    long now = System.nanoTime();
    if (streams.taken() == 0) {
      // Looked at again in time for a request that comes meanwhile.
      return streams.isLeaving() ? 0 : Math.min(used + times.idle() - now, times.silence());
    }
    return asked == 0 ? Math.max(0, came + silence() - now) : asked + times.answer() - now;
  }

  private long silence() {
    return answered ? times.seldom() : times.silence();
  }

  /** Called when that time has passed; whether the connection goes on. */
  boolean goesOn() {
    long now = System.nanoTime();
    if (streams.taken() == 0) {
      boolean due = streams.isLeaving() || now - used >= times.idle();
      return !due || !streams.leaveIfUnused();
    }
    if (asked == 0) {
      if (now - came >= silence()) {
        asked = now | 1;
        output.control(Frame.ping(0, WHAT));
      }
      return true;
    }
    dead = now - asked >= times.answer();
    return !dead;
  }

  /** Whether the origin did not answer a PING. */
  boolean isDead() {
    return dead;
  }
}
