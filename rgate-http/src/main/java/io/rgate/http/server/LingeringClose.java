package io.rgate.http.server;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Lets a client read its answer to the end. If a connection is closed while received bytes are
 * unread, it is reset, and the client can lose the answer (RFC 9112, 9.6).
 */
final class LingeringClose {
  /** For a client that may still be sending content. */
  static final long LINGER = Duration.ofSeconds(2).toNanos();

  /** For a client that may have sent requests before it could read that none is served. */
  static final long SHORT = Duration.ofMillis(250).toNanos();

  private LingeringClose() {}

  /** Ends the output, then reads and drops what comes, for at most {@code nanos}. */
  static void of(Transport transport, long nanos) throws IOException {
    transport.shutdownOutput();
    WaitLimit waitLimit = WaitLimit.until(nanos);
    ByteBuffer rest = ByteBuffer.allocate(8 * 1024);
    try {
      int count = 0;
      long end = System.nanoTime() + nanos;
      while (count >= 0 && System.nanoTime() - end < 0) { // also of a client that never pauses
        count = transport.read(rest.clear(), waitLimit);
      }
    } catch (SocketTimeoutException e) {
      // The time limit is reached.
    }
  }
}
