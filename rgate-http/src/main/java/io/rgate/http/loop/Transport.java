package io.rgate.http.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A channel of bytes in both directions. One thread reads at a time and one writes; any thread may
 * close it, and those that wait then wake with an IOException.
 */
public interface Transport extends AutoCloseable {

  /**
   * Reads what is there, waiting for the first byte; -1 at the end.
   *
   * @throws java.net.SocketTimeoutException if {@code patience} came to an end
   */
  int read(ByteBuffer target, Patience patience) throws IOException;

  /** Reads what is there without waiting: 0 if there is nothing, -1 at the end. */
  int readNow(ByteBuffer target) throws IOException;

  /**
   * Writes all of {@code source}.
   *
   * @throws java.net.SocketTimeoutException if {@code patience} came to an end while the far side
   *     took nothing
   */
  void write(ByteBuffer source, Patience patience) throws IOException;

  /** Writes all of both, in one call of the operating system where it takes them at once. */
  void write(ByteBuffer first, ByteBuffer second, Patience patience) throws IOException;

  /**
   * Has {@code watcher} told what comes while nobody reads, for {@code nanos} at most. To be called
   * by the reader, which calls {@link #unwatch} before it reads again.
   */
  void watch(Watcher watcher, long nanos);

  /**
   * Ends the watch, and waits for a call of the watcher that goes on; false if the watch had ended
   * by itself.
   */
  boolean unwatch();

  /** Whether nothing is known that could be read. */
  boolean isQuiet();

  /** Whether a read that does not wait is likely to find something. */
  boolean mayHaveMore();

  /** Whether there is neither a byte nor an end to be read; asks the operating system. */
  boolean probe() throws IOException;

  /** Says that nothing more will be written. */
  void shutdownOutput() throws IOException;

  /** Closes it so that the far side sees a failure, and not an end. */
  void reset();

  /** Whether it was closed from here. */
  boolean isClosed();

  /** The address at the other end. */
  InetSocketAddress remote();

  /** The address at this end. */
  InetSocketAddress local();

  @Override
  void close();
}
