package io.rgate.http.frame;

import static java.lang.System.Logger.Level.TRACE;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames. Streams write under a fair lock, one frame of content at a time. Control frames are
 * queued, so the connection's reader never waits for the far side to take something. Short frames
 * of streams may be queued, too, so that what several streams have leaves in one write.
 */
public final class FrameOutput {
  private static final System.Logger LOG = System.getLogger(FrameOutput.class.getName());

  /** So many bytes of control frames may wait; whoever lets more wait reads nothing. */
  private static final int MOST_QUEUED = 64 * 1024;

  /** With more than this in the queue a stream waits until it has written itself. */
  private static final int MOST_GATHERED = 16 * 1024;

  /** A longer piece is not copied. */
  private static final int LITTLE = 2 * 1024;

  /** A longer array is not kept. */
  private static final int KEPT = 4 * 1024;

  private static final int USUAL = 64;

  private final Transport transport;
  private final WaitLimit waitLimit;
  private final ReentrantLock writing = new ReentrantLock(true);

  /** Guards the queue; never held while something is written. */
  private final ReentrantLock queueing = new ReentrantLock();

  private byte[] queue = new byte[USUAL];
  private volatile int queued;

  /** How many times streams have added to the queue. */
  private int gathered;

  private volatile boolean flushing;

  /** Holds what is being written, and then the next queue. */
  private byte[] taken = new byte[USUAL];

  private volatile long written;
  private volatile boolean tableDropped;

  /** Who wants to write. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Called when its frames are next; the next stream that is opened is opened here, because
     * streams are opened in the order of their ids.
     *
     * @throws IOException if they must not be sent any more
     */
    void begin() throws IOException;
  }

  /** Writes to {@code transport}, where each write may take as long as {@code waitLimit} says. */
  public FrameOutput(Transport transport, WaitLimit waitLimit) {
    this.transport = transport;
    this.waitLimit = waitLimit;
  }

  /** Whether a header block was sent, and with it the notice that no table is used. */
  public boolean isTableDropped() {
    return tableDropped;
  }

  /** How many times streams have written. */
  public long written() {
    return written;
  }

  /**
   * Writes whole frames of a stream, after the control frames that wait.
   *
   * @param heads whether a header block is among them
   * @throws IOException if the writer must not write, or the connection has failed
   */
  public void write(Writer writer, ByteBuffer frames, boolean heads) throws IOException {
    write(writer, frames, heads, waitLimit);
  }

  /** The same with a limit of its own for the time in which the far side takes nothing. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
  public void write(Writer writer, ByteBuffer frames, boolean heads, WaitLimit limit)
      throws IOException {
    writing.lock();
    try {
      begin(writer, frames, limit);
      written++;
      if (heads) {
        tableDropped = true;
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * The same, but a short piece may leave a moment later, together with what other streams have. If
   * the connection fails in that moment, nobody is told here.
   */
  public void writeSoon(Writer writer, ByteBuffer frames, boolean heads) throws IOException {
    if (frames.remaining() > LITTLE || !gather(writer, frames, heads)) {
      write(writer, frames, heads);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: without it there are more writes
  private boolean gather(Writer writer, ByteBuffer frames, boolean heads) throws IOException {
    queueing.lock();
    try {
      if (queued + frames.remaining() > MOST_GATHERED) {
        return false;
      }
      writer.begin();
      enqueue(frames);
      gathered++;
      if (heads) {
        tableDropped = true;
      }
      if (flushing) {
        return true;
      }
      flushing = true;
    } finally {
      queueing.unlock();
    }
    Thread.yield(); // streams that are ready add theirs
    if (flushOnce()) {
      startFlush();
    }
    return true;
  }

  /** A reset that is queued from now on belongs behind the frames that open its stream. */
  private void begin(Writer writer, ByteBuffer frames, WaitLimit limit) throws IOException {
    ByteBuffer before = takeQueue();
    try {
      writer.begin();
    } catch (IOException e) {
      if (before != null) {
        send(null, before, limit);
      }
      throw e;
    }
    send(before, frames, limit);
  }

  private void send(@Nullable ByteBuffer before, ByteBuffer frames, WaitLimit limit)
      throws IOException {
    try {
      if (before == null) {
        transport.write(frames, limit);
      } else {
        transport.write(before, frames, limit);
      }
    } catch (IOException e) {
      transport.close(); // a part of a frame may have been sent
      throw e;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
  private void enqueue(ByteBuffer frames) {
    int length = frames.remaining();
    if (queued + length > queue.length) {
      queue = Arrays.copyOf(queue, Math.max(2 * queue.length, queued + length));
    }
    frames.get(queue, queued, length);
    queued += length;
  }

  /** Queues a control frame and has it sent soon, by another thread. */
  public void control(byte[] frame) {
    queueing.lock();
    try {
      enqueue(ByteBuffer.wrap(frame));
      if (flushing) {
        return;
      }
      flushing = true;
    } finally {
      queueing.unlock();
    }
    startFlush();
  }

  private void startFlush() {
    Thread.ofVirtual().name("rgate-h2-control").start(this::flush);
  }

  /** Whether something is queued and will be sent soon. */
  public boolean isFlushing() {
    return flushing;
  }

  /** Whether the far side takes nothing of what it makes this side send. */
  public boolean isClogged() {
    return queued > MOST_QUEUED;
  }

  private void flush() {
    boolean more = true;
    while (more) {
      more = flushOnce();
    }
  }

  /** Writes what is queued; true if there is more. */
  private boolean flushOnce() {
    writing.lock();
    try {
      return writeQueue();
    } catch (IOException e) {
      LOG.log(TRACE, "the connection is gone", e);
      transport.close();
      flushing = false;
      return false;
    } finally {
      writing.unlock();
    }
  }

  private boolean writeQueue() throws IOException {
    ByteBuffer next = takeQueue();
    if (next != null) {
      transport.write(next, waitLimit);
    }
    queueing.lock();
    try {
      flushing = queued > 0;
      return flushing;
    } finally {
      queueing.unlock();
    }
  }

  /** What is queued, to be written before the lock for writing, which the caller has, is free. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under that lock
  private @Nullable ByteBuffer takeQueue() {
    if (queued == 0) {
      return null;
    }
    queueing.lock();
    try {
      byte[] next = taken.length > KEPT ? new byte[USUAL] : taken;
      ByteBuffer all = ByteBuffer.wrap(queue, 0, queued);
      taken = queue;
      queue = next;
      queued = 0;
      written += gathered;
      gathered = 0;
      return all;
    } finally {
      queueing.unlock();
    }
  }

  /** Sends what is queued and a last frame, if no writer is stuck, and ends the output. */
  public void end(byte[] last, long patienceNanos) {
    try {
      if (!writing.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
        return;
      }
      try {
        send(takeQueue(), ByteBuffer.wrap(last), WaitLimit.of(patienceNanos));
        transport.shutdownOutput();
      } finally {
        writing.unlock();
      }
    } catch (IOException e) {
      LOG.log(TRACE, "the connection is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
