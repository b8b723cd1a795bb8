package io.rgate.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.loop.Watcher;
import io.rgate.http.wire.Input;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A transport that gives a text, in pieces of a certain size, and takes nothing. */
final class Pieces implements Transport {
  private final byte[] text;
  private final int piece;
  private int from;

  private Pieces(String text, int piece) {
    this.text = text.getBytes(ISO_8859_1);
    this.piece = piece;
  }

  static Input of(String text, int piece) {
    return new Input(new Pieces(text, piece), since -> WaitLimit.FOR_EVER);
  }

  @Override
  public int read(ByteBuffer target, WaitLimit patience) {
    int count = Math.min(Math.min(piece, target.remaining()), text.length - from);
    target.put(text, from, count);
    from += count;
    return count == 0 ? -1 : count;
  }

  @Override
  public int readNow(ByteBuffer target) {
    return read(target, since -> 0);
  }

  @Override
  public void write(ByteBuffer source, WaitLimit patience) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(ByteBuffer first, ByteBuffer second, WaitLimit patience) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void watch(Watcher watcher, long nanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean unwatch() {
    return true;
  }

  @Override
  public boolean isQuiet() {
    return true;
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
    return true;
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void reset() {}

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public InetSocketAddress remote() {
    return new InetSocketAddress(0);
  }

  @Override
  public InetSocketAddress local() {
    return new InetSocketAddress(0);
  }

  @Override
  public void close() {}
}
