package io.rgate.runtime;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Timeouts;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How much longer the head of an answer is waited for: the time for it begins when the last byte of
 * the request was sent, and while an upload goes on each piece of it starts the clock anew.
 */
final class Patience {
  private final @Nullable ClientBodyPublisher upload;
  private final Timeouts timeouts;
  private final long start = System.nanoTime();

  Patience(@Nullable ClientBodyPublisher upload, Timeouts timeouts) {
    this.upload = upload;
    this.timeouts = timeouts;
  }

  /**
   * Nanoseconds after which to look again.
   *
   * @throws UpstreamException if there is nothing more to wait for
   */
  long left() throws UpstreamException {
    boolean client = upload != null && upload.waitsForClient();
    long idle = timeouts.idleBody().toNanos();
    long limit = client ? idle : timeouts.responseHead().toNanos();
    long since = upload == null ? start : upload.lastProgressNanos(start);
    long left = since + limit - System.nanoTime();
    if (left <= 0) {
      throw client ? clientStalls() : originStalls();
    }
    // Whom everybody waits for may change, so for no longer than the shorter of both times.
    return upload == null ? left : Math.min(left, idle);
  }

  private static UpstreamException clientStalls() {
    return new UpstreamException(
        Stage.SEND,
        Failure.CLIENT,
        new ClientBodyException(408, "the client's content does not come", null));
  }

  private UpstreamException originStalls() {
    Stage stage = upload == null || upload.finished() ? Stage.HEAD : Stage.SEND;
    return new UpstreamException(stage, Failure.TIMEOUT, new TimeoutException("no answer in time"));
  }
}
