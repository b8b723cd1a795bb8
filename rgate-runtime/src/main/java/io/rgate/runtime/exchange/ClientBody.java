package io.rgate.runtime.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content that a client sends; counts the bytes that were read. */
public final class ClientBody extends FilterInputStream {
  private final long declared;
  private volatile long bytes;
  private volatile boolean ended;

  /** Content of {@code length} bytes, or {@link io.rgate.api.Body#UNKNOWN}. */
  ClientBody(InputStream in, long length) {
    super(in);
    this.declared = length;
  }

  /** How many bytes were read. */
  public long bytes() {
    return bytes;
  }

  /** Whether all of it was read. */
  public boolean isEnded() {
    return ended;
  }

  /** Whether a read has been tried, even one that found only the end. */
  public boolean isTouched() {
    return bytes > 0 || ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread at a time reads
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count < 0) {
      ended = true;
    } else {
      bytes += count;
      ended = bytes == declared;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    // Skipped bytes must be counted too, so they are read.
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8 * 1024)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
