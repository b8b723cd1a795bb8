package io.rgate.http.h2;

import static java.lang.System.Logger.Level.TRACE;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.transport.ClientGoneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames. Streams write under a fair lock, one frame of content at a time. Control frames are
 * queued, so the connection's reader never waits for the client to take something.
 */
final class FrameOutput {
  private static final System.Logger LOG = System.getLogger(FrameOutput.class.getName());

  /** So many bytes of control frames may wait; a client that lets more wait reads nothing. */
  private static final int MOST_QUEUED = 64 * 1024;

  private static final int USUAL = 64;

  private final Transport transport;
  private final WaitLimit waitLimit;
  private final ReentrantLock writing = new ReentrantLock(true);

  /** Guards the queue; never held while something is written. */
  private final ReentrantLock queueing = new ReentrantLock();

  private byte[] queue = new byte[USUAL];
  private volatile int queued;
  private boolean flushing;
  private volatile long written;
  private volatile boolean tableDropped;

  FrameOutput(Transport transport, WaitLimit waitLimit) {
    this.transport = transport;
    this.waitLimit = waitLimit;
  }

  /** Whether a header block was sent, and with it the notice that no table is used. */
  boolean isTableDropped() {
    return tableDropped;
  }

  /** How many times streams have written. */
  long written() {
    return written;
  }

  /**
   * Writes whole frames of a stream, after the control frames that wait.
   *
   * @throws ClientGoneException if the stream was reset, or the connection failed
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
  void write(Http2Stream stream, ByteBuffer frames, boolean heads) throws ClientGoneException {
    writing.lock();
    try {
      stream.requireOpen();
      ByteBuffer before = takeQueue();
      if (before == null) {
        transport.write(frames, waitLimit);
      } else {
        transport.write(before, frames, waitLimit);
      }
      written++;
      tableDropped |= heads;
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException e) {
      transport.close();
      throw new ClientGoneException("the client has left, or takes nothing", e);
    } finally {
      writing.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
  private void enqueue(byte[] frame) {
    if (queued + frame.length > queue.length) {
      queue = Arrays.copyOf(queue, Math.max(2 * queue.length, queued + frame.length));
    }
    System.arraycopy(frame, 0, queue, queued, frame.length);
    queued += frame.length;
  }

  /** Queues a control frame and has it sent soon, by another thread. */
  void control(byte[] frame) {
    queueing.lock();
    try {
      enqueue(frame);
      if (flushing) {
        return;
      }
      flushing = true;
    } finally {
      queueing.unlock();
    }
    Thread.ofVirtual().name("rgate-h2-control").start(this::flush);
  }

  /** Whether the client takes nothing of what it makes the gateway send. */
  boolean isClogged() {
    return queued > MOST_QUEUED;
  }

  private void flush() {
    boolean more = true;
    while (more) {
      writing.lock();
      try {
        more = writeQueue();
      } catch (IOException e) {
        LOG.log(TRACE, "the connection is gone", e);
        transport.close();
        return;
      } finally {
        writing.unlock();
      }
    }
  }

  private boolean writeQueue() throws IOException {
    ByteBuffer next = takeQueue();
    if (next != null) {
      transport.write(next, waitLimit);
      return true;
    }
    queueing.lock();
    try {
      flushing = queued > 0;
      return flushing;
    } finally {
      queueing.unlock();
    }
  }

  private @Nullable ByteBuffer takeQueue() {
    if (queued == 0) {
      return null;
    }
    queueing.lock();
    try {
      if (queued == 0) {
        return null;
      }
      ByteBuffer taken = ByteBuffer.wrap(queue, 0, queued);
      queue = new byte[USUAL];
      queued = 0;
      return taken;
    } finally {
      queueing.unlock();
    }
  }

  /** Sends what is queued and a last frame, if no writer is stuck, and ends the output. */
  void end(byte[] last, long patienceNanos) {
    try {
      if (!writing.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
        return;
      }
      try {
        ByteBuffer before = takeQueue();
        ByteBuffer after = ByteBuffer.wrap(last);
        if (before == null) {
          transport.write(after, WaitLimit.of(patienceNanos));
        } else {
          transport.write(before, after, WaitLimit.of(patienceNanos));
        }
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
