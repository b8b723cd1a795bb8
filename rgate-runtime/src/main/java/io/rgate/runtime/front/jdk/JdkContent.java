package io.rgate.runtime.front.jdk;

import static java.lang.System.Logger.Level.TRACE;

import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The content that a client sends, and its state: whether all of it was read, and whether it ended
 * early. Read by one thread at a time; any thread may ask for the state.
 */
final class JdkContent extends InputStream {
  private static final System.Logger LOG = System.getLogger(JdkContent.class.getName());

  private final InputStream in;
  private final ClientWatch.Watch watch;
  private final long idleNanos;

  /** Held while the server's stream is read, because it is not safe for several threads. */
  private final ReentrantLock reading = new ReentrantLock();

  private long left;
  private volatile boolean finished;
  private volatile boolean failed;

  /**
   * Content of {@code length} bytes, or {@link io.rgate.api.Body#UNKNOWN}.
   *
   * @param watch interrupts a read that takes longer than {@code idleNanos}, if the exchange's own
   *     thread reads; an upload has a timeout of its own
   */
  JdkContent(InputStream in, long length, ClientWatch.Watch watch, long idleNanos) {
    this.in = in;
    this.left = length < 0 ? Long.MAX_VALUE : length;
    this.finished = length == 0;
    this.watch = watch;
    this.idleNanos = idleNanos;
  }

  /** Whether the end was read, so that the next bytes on the connection are the next request. */
  boolean finished() {
    return finished;
  }

  /** Whether a read failed, so that the next bytes on the connection cannot be trusted. */
  boolean failed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    reading.lock();
    watch.arm(idleNanos);
    try {
      if (failed) {
        throw new RequestContentException(400, "the client's content broke off before", null);
      }
      int count = finished ? -1 : in.read(buffer, offset, length);
      left -= Math.max(count, 0);
      finished = count < 0 || left == 0;
      return count;
    } catch (RequestContentException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // RuntimeException too: the server's chunk parser throws one for a size that overflows.
      failed = true;
      throw new RequestContentException(400, "the client's content broke off", e);
    } finally {
      watch.disarm();
      reading.unlock();
    }
  }

  /** Reads and drops what still comes, until the content or the connection ends. */
  void drain() {
    byte[] piece = new byte[8 * 1024];
    try {
      while (!finished) {
        read(piece, 0, piece.length);
      }
    } catch (IOException e) {
      LOG.log(TRACE, "connection ended while its content was read for nothing", e);
    }
  }

  @Override
  public int available() throws IOException {
    return finished || failed ? 0 : in.available();
  }
}
