package io.rgate.http.wire;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose single byte is a piece of length 1. */
public abstract class PieceStream extends InputStream {
  /** For subclasses. */
  protected PieceStream() {}

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
