package io.rgate.runtime.forward;

import io.rgate.runtime.exchange.CountedStream;
import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.io.InputStream;

/** A client's content of undeclared length, which may turn out to be too large. */
public final class LimitedStream extends CountedStream {
  private long left;

  /** Reads {@code in}; fails if there are more than {@code max} bytes. */
  LimitedStream(InputStream in, long max) {
    super(in);
    this.left = max;
  }

  @Override
  protected void counted(int count) throws IOException {
    left -= Math.max(count, 0);
    if (left < 0) {
      throw new RequestContentException(413, "the client's content is too large", null);
    }
  }
}
