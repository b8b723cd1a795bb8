package io.rgate.runtime.exchange;

import io.rgate.api.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The content of an origin's answer. While it is open, the request counts as under way at its
 * endpoint. Read by one thread; any thread may close it.
 */
public final class OriginStream extends FilterInputStream {
  private final Owner owner;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final boolean tunnel;
  private volatile boolean whole;

  /** What is told how the content ended. */
  public interface Owner {
    /** Called when a read begins to wait for content of declared length, and when it ends. */
    void waits(boolean begins);

    /** A read has failed. */
    void broken(IOException why);

    /**
     * All of it was read, or the stream was closed before; called once.
     *
     * @param whole whether all of it was read
     */
    void ended(boolean whole);
  }

  /** How many bytes are still to come; not known if it is negative. For the reading thread. */
  private long left;

  /** The first byte, if it was waited for and nobody has read it yet; else -1. */
  private int held = -1;

  /** Wraps the content of {@code body}; {@code owner} is told how it ended. */
  public OriginStream(Body body, Owner owner) {
    super(body.stream());
    this.owner = owner;
    this.left = body.length();
    this.tunnel = false;
    this.whole = left == 0;
  }

  /**
   * Wraps one direction of a tunnel, whose close is the end of both: the other one goes on when
   * this one has come to its end.
   */
  public OriginStream(InputStream fromOrigin, Owner owner) {
    super(fromOrigin);
    this.owner = owner;
    this.left = Body.UNKNOWN;
    this.tunnel = true;
  }

  /**
   * Waits for the first byte of content whose length is declared, so that an answer that breaks off
   * before it is known to be none. Called once, before the first read.
   */
  public void awaitFirst() throws IOException {
    if (left > 0 && in.available() == 0) {
      held = read();
      left++;
    }
  }

  @Override
  public int available() throws IOException {
    return super.available() + (held < 0 ? 0 : 1);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed.get()) {
      throw new IOException("the response was closed");
    }
    boolean waits = false;
    try {
      waits = beginToWait();
      int count = held < 0 ? super.read(target, offset, length) : first(target, offset, length);
      left -= Math.max(count, 0);
      if (count < 0 || left == 0) {
        whole = true;
        endIfWhole(); // before a client has the last byte: it may send its next request at once
      }
      return count;
    } catch (IOException e) {
      broken(e);
      throw e;
    } finally {
      if (waits) {
        owner.waits(false);
      }
    }
  }

  private void broken(IOException e) {
    if (!closed.get() && !tunnel) {
      owner.broken(e);
    }
  }

  /** The byte that is held, and what has come with it. */
  private int first(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    target[offset] = (byte) held;
    held = -1;
    int more = Math.min(length - 1, in.available());
    return more == 0 ? 1 : 1 + Math.max(0, super.read(target, offset + 1, more));
  }

  private boolean beginToWait() throws IOException {
    boolean waits = left > 0 && available() == 0;
    if (waits) {
      owner.waits(true);
    }
    return waits;
  }

  /** Says that the content has ended if there is nothing left to read. */
  public void endIfWhole() {
    if (whole && !tunnel) {
      end();
    }
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      owner.ended(whole);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        super.close();
      } finally {
        end();
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
