package io.rgate.http.wire;

import java.io.EOFException;
import java.io.IOException;

/** Content whose length was declared. */
final class FixedContent extends ContentReader {
  private long left;

  FixedContent(Input in, long length) {
    super(in);
    left = length;
    if (length == 0) {
      finish();
    }
  }

  @Override
  int readMore(byte[] target, int offset, int length) throws IOException {
    int count = in().read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("closed " + left + " bytes before the content's end");
    }
    left -= count;
    if (left == 0) {
      finish();
    }
    return count;
  }

  @Override
  public void skipBuffered() {
    int count = available();
    in().skip(count);
    left -= count;
    if (left == 0) {
      finish();
    }
  }

  @Override
  public int available() {
    return (int) Math.min(left, in().buffered());
  }

  @Override
  public long left() {
    return left;
  }
}
