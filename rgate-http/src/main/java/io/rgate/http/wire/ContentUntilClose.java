package io.rgate.http.wire;

import java.io.IOException;

/** Content that ends when the connection is closed (RFC 9112, 6.3, 8). */
final class ContentUntilClose extends ContentReader {

  ContentUntilClose(Input in) {
    super(in);
  }

  @Override
  int readMore(byte[] target, int offset, int length) throws IOException {
    int count = in().read(target, offset, length);
    if (count < 0) {
      finish();
    }
    return count;
  }

  @Override
  public void skipBuffered() {
    in().skip(in().buffered());
  }

  @Override
  public int available() {
    return isFinished() ? 0 : in().buffered();
  }
}
