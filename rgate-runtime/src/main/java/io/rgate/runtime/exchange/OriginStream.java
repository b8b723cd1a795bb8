package io.rgate.runtime.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The content of an origin's answer. While it is open, the request counts as under way at its
 * endpoint. Read by one thread; any thread may close it.
 */
public final class OriginStream extends FilterInputStream {
  private final Gauge endpoint;
  private final Gauge route;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Wraps {@code in}. Both gauges have been raised already; closing this stream lowers them. */
  public OriginStream(InputStream in, Gauge endpoint, Gauge route) {
    super(in);
    this.endpoint = endpoint;
    this.route = route;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed.get()) {
      throw new IOException("the response was closed");
    }
    return super.read(target, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        super.close();
      } finally {
        endpoint.end();
        route.end();
      }
    }
  }

  /** Closes the stream if it is open; returns whether it was. */
  boolean release() {
    if (closed.get()) {
      return false;
    }
    try {
      close();
    } catch (IOException e) {
      // The connection is closed in any case.
      return true;
    }
    return true;
  }
}
