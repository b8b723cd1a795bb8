package io.rgate.runtime.upstream.jdk;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Timeouts;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.UpstreamException;
import org.jspecify.annotations.Nullable;

/**
 * How much longer the head of an answer is waited for: the time for it begins when the last byte of
 * the request was sent, and while an upload goes on each piece of it starts the clock anew.
 */
final class AnswerDeadline {
  private final @Nullable ClientBodyPublisher upload;
  private final Timeouts timeouts;
  private final long start = System.nanoTime();

  AnswerDeadline(@Nullable ClientBodyPublisher upload, Timeouts timeouts) {
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
    // Next the other side may be the one that is waited for, so look again after the shorter time.
    return upload == null ? left : Math.min(left, idle);
  }

  private static UpstreamException clientStalls() {
    String what = "the client's content does not come";
    return new UpstreamException(
        Stage.SEND, Failure.CLIENT, what, new RequestContentException(408, what, null));
  }

  private UpstreamException originStalls() {
    Stage stage = upload == null || upload.finished() ? Stage.HEAD : Stage.SEND;
    String what = "no answer within " + timeouts.responseHead().toMillis() + " ms";
    return new UpstreamException(stage, Failure.TIMEOUT, what, null);
  }
}
