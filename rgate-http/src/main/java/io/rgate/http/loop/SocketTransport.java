package io.rgate.http.loop;

import static java.lang.System.Logger.Level.TRACE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A socket that is registered with a loop once and is watched for reading. A thread that finds no
 * bytes parks until the loop has seen some. Writing is watched only while the socket is full.
 */
public final class SocketTransport implements Transport {
  private static final System.Logger LOG = System.getLogger(SocketTransport.class.getName());

  private final SocketChannel channel;
  private final Loop loop;
  private final Interest interest;
  private final Side reading = new Side();
  private final Side writing = new Side();
  private final Watch watch = new Watch();
  private volatile boolean closed;

  /** Whether the last read filled its buffer, so that there are probably more bytes. */
  private boolean likely;

  private SocketTransport(SocketChannel channel, Loop loop) throws IOException {
    this.channel = channel;
    this.loop = loop;
    // Heads and pieces of content are written in one call, so delaying them gains nothing.
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    this.interest = new Interest(loop.register(channel, this), loop);
  }

  /** Wraps a connected channel. */
  public static SocketTransport of(SocketChannel channel, Loop loop) throws IOException {
    SocketTransport made = new SocketTransport(channel, loop);
    made.interest.set(SelectionKey.OP_READ);
    return made;
  }

  /** One that is not connected yet. */
  public static SocketTransport unconnected(Loop loop) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      return new SocketTransport(channel, loop);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Connects to {@code address}; called once, and the transport is to be closed if it throws.
   *
   * @throws SocketTimeoutException if this took more than {@code nanos}
   */
  public void connect(InetSocketAddress address, long nanos) throws IOException {
    try {
      boolean done = channel.connect(address);
      if (!done) {
        interest.set(SelectionKey.OP_CONNECT);
        await(writing, WaitLimit.of(nanos), "no connection");
        channel.finishConnect();
      }
      interest.set(SelectionKey.OP_READ);
    } catch (CancelledKeyException e) {
      throw new AsynchronousCloseException(); // another thread has closed it
    }
  }

  @Override
  public int read(ByteBuffer target, WaitLimit waitLimit) throws IOException {
    while (true) {
      int count = readNow(target);
      if (count != 0) {
        return count;
      }
      await(reading, waitLimit, "nothing came");
    }
  }

  /**
   * Waits until there is something to read: bytes, the end or a failure.
   *
   * @throws SocketTimeoutException if the limit is reached
   */
  public void awaitReadable(WaitLimit waitLimit) throws IOException {
    requireOpen();
    if (!mayHaveMore()) {
      await(reading, waitLimit, "nothing came");
    }
  }

  @Override
  public int readNow(ByteBuffer target) throws IOException {
    requireOpen();
    if (!reading.ready && !likely) {
      return 0;
    }
    reading.ready = false;
    int count = channel.read(target);
    likely = count > 0 && !target.hasRemaining();
    if (count < 0) {
      reading.ready = true; // the end can be read again and again
    }
    return count;
  }

  @Override
  public void write(ByteBuffer source, WaitLimit waitLimit) throws IOException {
    requireOpen();
    while (source.hasRemaining()) {
      if (channel.write(source) == 0) {
        awaitRoom(waitLimit);
      }
    }
  }

  @Override
  public void write(ByteBuffer first, ByteBuffer second, WaitLimit waitLimit) throws IOException {
    requireOpen();
    ByteBuffer[] both = {first, second};
    while (second.hasRemaining()) {
      if (channel.write(both) == 0) {
        awaitRoom(waitLimit);
      }
    }
  }

  private void awaitRoom(WaitLimit waitLimit) throws IOException {
    writing.ready = false;
    interest.add(SelectionKey.OP_WRITE);
    await(writing, waitLimit, "nothing was taken");
  }

  private void await(Side side, WaitLimit waitLimit, String what) throws IOException {
    long since = System.nanoTime();
    while (!side.ready) {
      long nanos = waitLimit.left(since);
      if (nanos <= 0) {
        throw new SocketTimeoutException(
            what + " within " + Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms");
      }
      side.announce(loop.due(nanos));
      try {
        if (side == reading) {
          interest.resume();
        }
        side.await(this);
      } finally {
        side.leave();
      }
      requireOpen();
    }
  }

  private void requireOpen() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      close();
      throw new ClosedByInterruptException();
    }
    if (closed) {
      throw new AsynchronousCloseException();
    }
  }

  @Override
  public void watch(Watcher watcher, long nanos) {
    watch.begin(watcher, loop.due(nanos));
    if (reading.ready) {
      reading.ready = false; // unread bytes are still there, and the loop will report them again
    }
    likely = false;
    interest.resume();
  }

  @Override
  public boolean unwatch() {
    return watch.end();
  }

  @Override
  public boolean isQuiet() {
    return !reading.ready && !closed;
  }

  @Override
  public boolean mayHaveMore() {
    return likely || reading.ready;
  }

  @Override
  public void assumeReadable() {
    reading.ready = true;
  }

  @Override
  public void askLimitAgain() {
    reading.expire();
  }

  @Override
  public boolean probe() throws IOException {
    requireOpen();
    return channel.read(ByteBuffer.allocate(1)) == 0;
  }

  /** Called by the loop when the channel is ready; true if a thread or a watcher was told. */
  boolean ready() {
    boolean news = false;
    if (interest.takeReady(SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) {
      writing.ready = true;
      news = writing.wake();
    }
    return interest.isReady(SelectionKey.OP_READ) ? readable() || news : news;
  }

  private boolean readable() {
    if (reading.ready) {
      interest.seenAgain(reading);
      return false;
    }
    interest.told();
    reading.ready = true;
    return reading.wake() || watch.tell();
  }

  /**
   * Called by the loop from time to time: wakes threads whose limit is reached; returns when to
   * check again.
   */
  long check(long now) {
    return Math.min(Math.min(reading.check(now), writing.check(now)), watch.check(now));
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      LOG.log(TRACE, "the connection is gone already", e);
    }
    close();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public InetSocketAddress remote() {
    return (InetSocketAddress) channel.socket().getRemoteSocketAddress();
  }

  @Override
  public InetSocketAddress local() {
    return (InetSocketAddress) channel.socket().getLocalSocketAddress();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(TRACE, "closing failed; the connection is gone in any case", e);
    }
    loop.wake(); // so that the selector releases the socket
    reading.wake();
    writing.wake();
  }
}
