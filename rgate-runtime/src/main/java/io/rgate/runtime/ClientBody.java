package io.rgate.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The content that a client sends, and what became of it: whether all of it was read, and whether
 * it broke off. Read by one thread at a time; asked by any.
 */
final class ClientBody extends InputStream {
  private final InputStream in;
  private long left;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean finished;
  private volatile boolean failed;

  /** Content of {@code length} bytes, or {@link io.rgate.api.Body#UNKNOWN}. */
  ClientBody(InputStream in, long length) {
    this.in = in;
    this.left = length < 0 ? Long.MAX_VALUE : length;
  }

  /** Whether the end was reached, so that what follows on the connection is the next request. */
  boolean finished() {
    return finished;
  }

  /** How many bytes were read. */
  long bytes() {
    return bytes.get();
  }

  /** Whether reading failed, so that nothing that follows on the connection can be trusted. */
  boolean failed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = in.read(buffer, offset, length);
      left -= Math.max(count, 0);
      bytes.addAndGet(Math.max(count, 0));
      finished = count < 0 || left == 0;
      return count;
    } catch (IOException | RuntimeException e) {
      // A RuntimeException too: the server's chunk parser throws one for a size that overflows.
      failed = true;
      throw new ClientBodyException(400, "the client's content broke off", e);
    }
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }
}
