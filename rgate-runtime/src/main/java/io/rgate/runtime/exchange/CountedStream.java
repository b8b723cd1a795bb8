package io.rgate.runtime.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content of which every byte is counted, however it is read: skipped bytes are read too. */
public abstract class CountedStream extends FilterInputStream {
  /** Counts what is read from {@code in}. */
  protected CountedStream(InputStream in) {
    super(in);
  }

  /**
   * Called after each read.
   *
   * @param count how many bytes were read, or -1 at the end
   * @throws IOException if the content must not be read further; the reader gets it
   */
  protected abstract void counted(int count) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    counted(count);
    return count;
  }

  @Override
  public final long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8 * 1024)]));
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
