package io.rgate.runtime.forward;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.runtime.balance.Pick;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.UpstreamException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made for a request, and what came of it. Written by the thread that makes
 * it, then handed over.
 */
final class Dial {
  private final Pick pick;
  private final long began = System.nanoTime();
  private long nanos;
  private @Nullable Connected connection;
  private @Nullable UpstreamException failure;
  private @Nullable Throwable bug;

  /** Begins now. */
  Dial(Pick pick) {
    this.pick = pick;
  }

  /** One that has failed already: nobody waits for it any more. */
  static Dial givenUp(Pick pick, String why) {
    Dial dial = new Dial(pick);
    dial.failure = new UpstreamException(Stage.CONNECT, Failure.CLIENT, why, null);
    return dial;
  }

  Pick pick() {
    return pick;
  }

  long began() {
    return began;
  }

  /** How long it took. */
  long nanos() {
    return nanos;
  }

  void connected(Connected made) {
    nanos = System.nanoTime() - began;
    connection = made;
  }

  void failed(UpstreamException why) {
    nanos = System.nanoTime() - began;
    failure = why;
  }

  /** The upstream threw what it may not throw. */
  void broke(Throwable why) {
    bug = why;
  }

  @Nullable UpstreamException failure() {
    return failure;
  }

  /**
   * The connection; null if none was made, because the endpoint has one that is idle.
   *
   * @throws UpstreamException if it could not be made
   */
  @Nullable Connected connection() throws UpstreamException {
    if (failure != null) {
      throw failure;
    }
    if (bug != null) {
      pick.abandon(); // this says nothing about the endpoint
      throw new IllegalStateException("the upstream failed to connect", bug);
    }
    return connection;
  }

  /** Whether another endpoint may do better. */
  boolean hasFailed() {
    return failure != null;
  }

  /** The connection if one was made, whatever else came of it. */
  @Nullable Connected made() {
    return connection;
  }
}
