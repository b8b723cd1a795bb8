package io.rgate.runtime;

import static java.lang.System.Logger.Level.TRACE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection to an origin, used by one request at a time: by the thread that reads the answer
 * and, beside it, at most one that writes the request. Any thread may close it.
 */
final class OriginConnection {
  private static final System.Logger LOG = System.getLogger(OriginConnection.class.getName());

  private final SocketChannel channel;
  private final ConnectionPool pool;
  private final Watchdog watchdog;
  private final Deadline deadline = new Deadline();
  private final OriginInput input;
  private volatile long sent;

  private OriginConnection(SocketChannel channel, ConnectionPool pool, Watchdog watchdog) {
    this.channel = channel;
    this.pool = pool;
    this.watchdog = watchdog;
    this.input = new OriginInput(channel);
  }

  /**
   * A connection to {@code address}.
   *
   * @throws IOException if it could not be made within {@code atMost} nanoseconds
   */
  static OriginConnection open(
      InetSocketAddress address, long atMost, ConnectionPool pool, Watchdog watchdog)
      throws IOException {
    OriginConnection made = new OriginConnection(SocketChannel.open(), pool, watchdog);
    watchdog.watch(made);
    made.deadline.set(atMost);
    try {
      // Heads and pieces of content are written whole: there is nothing to wait for.
      made.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      made.channel.connect(address);
      if (made.deadline.clear()) {
        return made;
      }
    } catch (IOException | RuntimeException e) {
      made.close();
      if (!made.deadline.struck()) {
        throw e;
      }
    }
    throw new SocketTimeoutException("no connection within " + Duration.ofNanos(atMost));
  }

  /** What the origin sends. */
  OriginInput input() {
    return input;
  }

  /** Begins a request whose answer must begin within {@code atMost} nanoseconds. */
  void begin(long atMost) {
    sent = 0;
    input.begin();
    deadline.set(atMost);
  }

  /** Says that the request goes on, so that the answer has {@code nanos} from now to begin. */
  void progress(long nanos) {
    deadline.extend(nanos);
  }

  /** How many bytes of the request were taken by the operating system; 0 if nothing was sent. */
  long sent() {
    return sent;
  }

  /**
   * Says that what was waited for is there.
   *
   * @throws SocketTimeoutException if it came too late, so that the connection is closed
   */
  void arrived() throws SocketTimeoutException {
    if (!deadline.clear()) {
      throw new SocketTimeoutException("the connection was closed for want of an answer");
    }
  }

  /** Whether it was closed because something took too long. */
  boolean isOverdue() {
    return deadline.struck();
  }

  /** Writes all of {@code bytes}. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int count = channel.write(bytes);
      sent = sent() + count; // one thread writes at a time, others only ask
    }
  }

  /**
   * Waits for content for {@code atMost} nanoseconds, and puts it behind what is buffered.
   *
   * @return false if the origin has closed the connection instead
   * @throws SocketTimeoutException if nothing came in time
   */
  boolean await(long atMost) throws IOException {
    deadline.set(atMost);
    try {
      return input.fill();
    } finally {
      arrived();
    }
  }

  /** Like {@link #await}, past the buffer, which must be empty, right into {@code target}. */
  int read(ByteBuffer target, long atMost) throws IOException {
    deadline.set(atMost);
    try {
      return channel.read(target);
    } finally {
      arrived();
    }
  }

  /** Lays the connection aside; after {@code nanos} it is closed if nobody has taken it up. */
  void rest(long nanos) {
    deadline.set(nanos);
  }

  /**
   * Takes the connection up again; false if it is of no use any more. Whatever can be read from it
   * now, be it the end or bytes that no request has asked for, makes it unfit: they would be taken
   * for the next answer.
   */
  boolean resume() {
    return deadline.clear() && input.isQuiet();
  }

  /** Closes the connection if its deadline is past. */
  void closeIfOverdue(long now) {
    if (deadline.strike(now)) {
      close();
      pool.forget(this);
    }
  }

  /** Closes the connection; threads that wait for it wake with an IOException. */
  void close() {
    watchdog.release(this);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(TRACE, "closing failed; the connection is gone in any case", e);
    }
  }
}
