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
  static final long LINGER = Duration.ofSeconds(2).toNanos();

  private LingeringClose() {}

  /** Ends the output, then reads and drops what comes, for at most two seconds. */
  static void of(Transport transport) throws IOException {
    transport.shutdownOutput();
    WaitLimit waitLimit = WaitLimit.until(LINGER);
    ByteBuffer rest = ByteBuffer.allocate(8 * 1024);
    try {
      int count = 0;
      long end = System.nanoTime() + LINGER;
      while (count >= 0 && System.nanoTime() - end < 0) { // also of a client that never pauses
        count = transport.read(rest.clear(), waitLimit);
      }
    } catch (SocketTimeoutException e) {
      // The time limit is reached.
    }
  }
}
