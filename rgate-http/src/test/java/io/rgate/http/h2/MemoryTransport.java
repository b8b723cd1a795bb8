package io.rgate.http.h2;

import io.rgate.http.frame.Frame;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.loop.Watcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A client that sends given bytes, takes everything and then ends the connection. */
final class MemoryTransport implements Transport {
  private final ByteBuffer in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private volatile boolean closed;

  MemoryTransport(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /** The code of the last GOAWAY, or -1. */
  synchronized int goAwayCode() {
    byte[] all = out.toByteArray();
    int code = -1;
    int at = 0;
    while (at + Frame.HEAD <= all.length) {
      int length = Frame.getInt(all, at) >>> 8;
      code = all[at + 3] == Frame.GOAWAY ? Frame.getInt(all, at + Frame.HEAD + 4) : code;
      at += Frame.HEAD + length;
    }
    if (at != all.length) {
      throw new AssertionError("what was sent is not made of whole frames");
    }
    return code;
  }

  @Override
  public int read(ByteBuffer target, WaitLimit waitLimit) {
    return readNow(target);
  }

  @Override
  public int readNow(ByteBuffer target) {
    int count = Math.min(target.remaining(), in.remaining());
    if (count == 0) {
      return -1;
    }
    target.put(in.slice().limit(count));
    in.position(in.position() + count);
    return count;
  }

  @Override
  public synchronized void write(ByteBuffer source, WaitLimit waitLimit) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    while (source.hasRemaining()) {
      out.write(source.get());
    }
  }

  @Override
  public synchronized void write(ByteBuffer first, ByteBuffer second, WaitLimit waitLimit)
      throws IOException {
    write(first, waitLimit);
    write(second, waitLimit);
  }

  @Override
  public void watch(Watcher watcher, long nanos) {}

  @Override
  public boolean unwatch() {
    return false;
  }

  @Override
  public boolean isQuiet() {
    return false;
  }

  @Override
  public boolean mayHaveMore() {
    return false;
  }

  @Override
  public void assumeReadable() {}

  @Override
  public void askLimitAgain() {}

  @Override
  public boolean probe() {
    return false;
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void reset() {
    close();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public InetSocketAddress remote() {
    return new InetSocketAddress("127.0.0.1", 1);
  }

  @Override
  public InetSocketAddress local() {
    return new InetSocketAddress("127.0.0.1", 2);
  }

  @Override
  public void close() {
    closed = true;
  }
}
