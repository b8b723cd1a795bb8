package io.rgate.httpserver;

import java.io.EOFException;
import java.io.IOException;

/** Content whose length was declared. */
final class LengthContent extends RequestContent {
  private long left;

  LengthContent(Input in, Invitation invitation, long length) {
    super(in, invitation);
    left = length;
    if (length == 0) {
      finish();
    }
  }

  @Override
  int readContent(byte[] target, int offset, int length) throws IOException {
    int count = in().read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the client closed " + left + " bytes before the content's end");
    }
    left -= count;
    if (left == 0) {
      finish();
    }
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(left, in().buffered());
  }
}
