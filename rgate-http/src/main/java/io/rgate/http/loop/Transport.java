package io.rgate.http.loop;

import io.rgate.api.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A channel of bytes in both directions. One thread reads at a time and one writes. Any thread may
 * close it; threads that wait then get an IOException.
 */
public interface Transport extends AutoCloseable {

  /**
   * Makes the channel ready for use: a TLS handshake, as the side that was called. Called once,
   * before any byte is read or written, by the thread that reads and writes then.
   *
   * @return what was agreed, or null if the channel is plain
   * @throws java.net.SocketTimeoutException if the limit is reached
   */
  default Peer.@Nullable Tls secure(WaitLimit waitLimit) throws IOException {
    return null;
  }

  /** The protocol that was agreed in the TLS handshake (ALPN), empty if none was. */
  default String protocol() {
    return "";
  }

  /**
   * Reads the bytes that are there, and waits for the first one; -1 at the end.
   *
   * @throws java.net.SocketTimeoutException if the limit is reached
   */
  int read(ByteBuffer target, WaitLimit waitLimit) throws IOException;

  /** Reads the bytes that are there, without waiting: 0 if there are none, -1 at the end. */
  int readNow(ByteBuffer target) throws IOException;

  /**
   * Writes all of {@code source}.
   *
   * @throws java.net.SocketTimeoutException if the limit is reached while the far side takes no
   *     bytes
   */
  void write(ByteBuffer source, WaitLimit waitLimit) throws IOException;

  /** Writes both buffers, in one call of the operating system if it takes all bytes at once. */
  void write(ByteBuffer first, ByteBuffer second, WaitLimit waitLimit) throws IOException;

  /**
   * Reports to {@code watcher} what happens while no thread reads, for at most {@code nanos}.
   * Called by the reader, which calls {@link #unwatch} before it reads again.
   */
  void watch(Watcher watcher, long nanos);

  /**
   * Ends the watch. Waits for a call of the watcher that is under way. False if the watch had ended
   * already.
   */
  boolean unwatch();

  /** Whether the loop has reported nothing that can be read. */
  boolean isQuiet();

  /** Whether a read without waiting will probably find bytes. */
  boolean mayHaveMore();

  /**
   * Has the next {@link #readNow} ask the operating system, even if the loop has reported nothing.
   * Called by the reader.
   */
  void assumeReadable();

  /** Has a thread that waits for bytes ask its limit again. Called by any thread. */
  void askLimitAgain();

  /** Whether there is neither a byte nor an end to read; asks the operating system. */
  boolean probe() throws IOException;

  /** Ends the output: no more bytes will be written. */
  void shutdownOutput() throws IOException;

  /** Closes the channel so that the far side sees a failure, not an end. */
  void reset();

  /** Whether it was closed on this side. */
  boolean isClosed();

  /** The address at the other end. */
  InetSocketAddress remote();

  /** The address at this end. */
  InetSocketAddress local();

  @Override
  void close();
}
