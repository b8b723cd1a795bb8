package io.rgate.runtime;

import java.io.EOFException;
import java.io.IOException;

/** Content whose length was declared. */
final class FixedContent extends OriginContent {
  private long left;

  FixedContent(DirectExchange exchange, long length) {
    super(exchange);
    this.left = length;
  }

  @Override
  int readContent(byte[] target, int offset, int length) throws IOException {
    int count = readBytes(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the origin closed " + left + " bytes before the content's end");
    }
    left -= count;
    if (left == 0) {
      end();
    }
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(left, super.available());
  }
}
