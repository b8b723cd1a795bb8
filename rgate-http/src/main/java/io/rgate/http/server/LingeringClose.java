package io.rgate.http.server;

import io.rgate.http.loop.Patience;
import io.rgate.http.loop.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Lets a client read its answer to the end: a connection that is closed while bytes wait in it is
 * reset, which can cost the client the answer (RFC 9112, 9.6).
 */
final class LingeringClose {
  static final long LINGER = Duration.ofSeconds(2).toNanos();

  private LingeringClose() {}

  /** Says that nothing more is sent, and forgets what comes, for two seconds at most. */
  static void of(Transport transport) throws IOException {
    transport.shutdownOutput();
    Patience patience = Patience.until(LINGER);
    ByteBuffer rest = ByteBuffer.allocate(8 * 1024);
    try {
      int count = 0;
      long end = System.nanoTime() + LINGER;
      while (count >= 0 && System.nanoTime() - end < 0) { // also of a client that never pauses
        count = transport.read(rest.clear(), patience);
      }
    } catch (SocketTimeoutException e) {
      // It had its time.
    }
  }
}
