package io.rgate.runtime.exchange;

import java.io.InputStream;

/** The content that a client sends; counts the bytes that were read. */
public final class ClientBody extends CountedStream {
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
  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread at a time reads
  protected void counted(int count) {
    if (count < 0) {
      ended = true;
    } else {
      bytes += count;
      ended = bytes == declared;
    }
  }
}
