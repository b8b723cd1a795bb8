package io.rgate.runtime.upstream.jdk;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Timeouts;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.UpstreamException;
import org.jspecify.annotations.Nullable;

/**
 * The time left to wait for the head of an answer. The clock starts when the last byte of the
 * request was sent; during an upload each piece starts it again.
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
   * The nanoseconds after which to check again.
   *
   * @throws UpstreamException if the time is over
   */
  long left() throws UpstreamException {
    boolean client = upload != null && upload.waitsForClient();
    long idle = timeouts.idleBody().toNanos();
    long head = timeouts.responseHead().toNanos();
    long limit = client ? idle : head;
    long since = upload == null ? start : upload.lastProgressNanos(start);
    long left = since + limit - System.nanoTime();
    if (left <= 0) {
      throw client ? clientStalls() : originStalls();
    }
    // After that the other side may be the slow one, so check again after the shorter time.
    return upload == null ? left : Math.min(left, Math.min(idle, head));
  }

  private static UpstreamException clientStalls() {
    String what = "the client's content does not come";
    return new UpstreamException(
        Stage.SEND, Failure.CLIENT, what, new RequestContentException(408, what, null));
  }

  private UpstreamException originStalls() {
    Stage stage = HttpClientUpstream.stage(upload);
    String what = "no answer within " + timeouts.responseHead().toMillis() + " ms";
    return new UpstreamException(stage, Failure.TIMEOUT, what, null);
  }
}
