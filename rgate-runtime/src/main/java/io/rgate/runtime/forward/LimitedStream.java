package io.rgate.runtime.forward;

import io.rgate.transport.RequestContentException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A client's content of undeclared length, which may turn out to be too large. */
public final class LimitedStream extends FilterInputStream {
  private long left;

  /** Reads {@code in}; fails if there are more than {@code max} bytes. */
  LimitedStream(InputStream in, long max) {
    super(in);
    this.left = max;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    left -= Math.max(count, 0);
    if (left < 0) {
      throw new RequestContentException(413, "the client's content is too large", null);
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
