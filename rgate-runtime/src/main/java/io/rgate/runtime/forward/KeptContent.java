package io.rgate.runtime.forward;

import io.rgate.api.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Content that is kept while it is sent, up to a limit, so that it can be sent again. One thread
 * reads it; another may ask for what was kept.
 */
final class KeptContent extends FilterInputStream {
  private static final int USUAL = 1024;

  private final Body body;
  private final int most;

  /** What was read so far; null once it is too much. For the reading thread. */
  private @Nullable ByteArrayOutputStream parts;

  private volatile byte @Nullable [] whole;

  /** Keeps up to {@code most} bytes of {@code body}. */
  KeptContent(Body body, int most) {
    super(body.stream());
    this.body = body;
    this.most = most;
    this.parts =
        new ByteArrayOutputStream(body.length() == Body.UNKNOWN ? USUAL : (int) body.length());
  }

  /** The content, to be sent for the first time. */
  Body first() {
    return new Body(this, body.length(), body.trailers());
  }

  /** The content, to be sent again; null unless all of it was read and kept. */
  @Nullable Body again() {
    byte[] kept = whole;
    return kept == null
        ? null
        : new Body(new ByteArrayInputStream(kept), body.length(), body.trailers());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    keep(target, offset, count);
    return count;
  }

  private void keep(byte[] target, int offset, int count) {
    ByteArrayOutputStream into = parts;
    if (into == null) {
      return;
    }
    if (count > most - into.size()) {
      parts = null;
      return;
    }
    into.write(target, offset, Math.max(count, 0));
    if (count < 0 || into.size() == body.length()) {
      parts = null;
      whole = into.toByteArray();
    }
  }

  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, USUAL)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
