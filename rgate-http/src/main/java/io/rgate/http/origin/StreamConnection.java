package io.rgate.http.origin;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.rgate.http.frame.Frame;
import io.rgate.http.frame.FrameOutput;
import io.rgate.http.frame.FrameReader;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.ReceiveBuffer;
import io.rgate.http.frame.ReceiveWindow;
import io.rgate.http.frame.SendWindows;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.origin.Liveness.Times;
import io.rgate.http.origin.StreamFailure.Kind;
import io.rgate.http.wire.Input;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 to an origin, for many requests at a time. A virtual thread of its own
 * reads it. For any number of threads.
 */
public final class StreamConnection {
  /** The name of HTTP/2 in a TLS handshake (RFC 9113, 3.2). */
  public static final String ALPN = "h2";

  private static final System.Logger LOG = System.getLogger(StreamConnection.class.getName());
  private static final byte[] HTTP1 = "HTTP/1".getBytes(StandardCharsets.US_ASCII);
  private static final int PUSH = 2;
  private static final int INITIAL_WINDOW = 4;
  private static final int HEADER_LIST_SIZE = 6;
  private static final long LAST_FRAME = Duration.ofMillis(50).toNanos();
  private static final WaitLimit QUEUE = WaitLimit.of(Duration.ofSeconds(30).toNanos());

  private final Transport transport;
  private final Input input;
  private final Consumer<StreamConnection> onEnd;
  private final FrameOutput output;
  private final SendWindows windows = new SendWindows();
  private final ReceiveWindow receivable;
  private final OriginStreams streams = new OriginStreams(windows);
  private final Liveness liveness;
  private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean used;

  /**
   * A connection that is not begun.
   *
   * @param onEnd called once when it has ended, on its own thread
   */
  public StreamConnection(Transport transport, Consumer<StreamConnection> onEnd) {
    this(transport, onEnd, Times.USUAL);
  }

  StreamConnection(Transport transport, Consumer<StreamConnection> onEnd, Times times) {
    this.transport = transport;
    this.onEnd = onEnd;
    this.input = new Input(transport, QUEUE);
    this.output = new FrameOutput(transport, QUEUE);
    this.receivable = new ReceiveWindow(output);
    this.liveness = new Liveness(streams, output, times);
  }

  /**
   * Sends the preface, and waits for the origin's own, so that it is known how many streams it
   * allows. The connection is closed if this throws.
   *
   * @throws SocketTimeoutException if that takes more than {@code nanos}
   * @throws ProtocolException if the origin does not speak HTTP/2
   */
  public void begin(long nanos) throws IOException {
    try {
      write(nanos);
      Thread.ofVirtual().name("rgate-h2-origin").start(this::read);
      settled.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      close();
      throw new SocketTimeoutException("its SETTINGS did not come");
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new InterruptedIOException("the thread is to end");
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void write(long nanos) throws IOException {
    byte[] settings =
        Frame.settings(
            PUSH,
            0,
            INITIAL_WINDOW,
            ReceiveBuffer.WINDOW,
            HEADER_LIST_SIZE,
            AnswerFields.MAX_BYTES + 32 * AnswerFields.MAX_FIELDS);
    byte[] preface = Frame.preface();
    byte[] window = ReceiveWindow.first();
    ByteBuffer first = ByteBuffer.allocate(preface.length + settings.length + window.length);
    first.put(preface).put(settings).put(window).flip();
    transport.write(first, WaitLimit.of(nanos));
  }

  private void read() {
    StreamFailure why = new StreamFailure(Kind.CLOSED, "the origin closed the connection");
    try {
      new FrameReader(input, new AnswerFrames(this)).readAll();
      if (liveness.isDead()) {
        why = new StreamFailure(Kind.CLOSED, "the origin does not answer a PING any more");
      }
      output.end(Frame.goAway(0, Http2Exception.NO_ERROR), LAST_FRAME);
    } catch (Http2Exception e) {
      why = new StreamFailure(Kind.INVALID, broken(e));
      output.end(Frame.goAway(0, e.code()), LAST_FRAME);
    } catch (IOException e) {
      LOG.log(DEBUG, "a connection to an origin ended", e);
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "a connection to an origin is closed after an internal failure", e);
    } finally {
      end(why);
    }
  }

  private String broken(Http2Exception e) {
    if (settled.isDone()) {
      return String.valueOf(e.getMessage());
    }
    return isHttp1()
        ? "the origin speaks HTTP/1, and not HTTP/2"
        : "the origin does not speak HTTP/2: " + e.getMessage();
  }

  private boolean isHttp1() {
    boolean same = input.buffered() >= HTTP1.length;
    for (int i = 0; same && i < HTTP1.length; i++) {
      same = input.array()[input.position() + i] == HTTP1[i];
    }
    return same;
  }

  private void end(StreamFailure why) {
    close();
    streams.leave();
    settled.completeExceptionally(
        why.kind() == Kind.INVALID
            ? new ProtocolException(why.getMessage())
            : new IOException(why.getMessage()));
    streams.all().forEach(stream -> stream.fail(why));
    onEnd.accept(this);
  }

  FrameOutput output() {
    return output;
  }

  SendWindows windows() {
    return windows;
  }

  ReceiveWindow receivable() {
    return receivable;
  }

  OriginStreams streams() {
    return streams;
  }

  Liveness liveness() {
    return liveness;
  }

  /** The origin's SETTINGS are in force. */
  void settled() {
    settled.complete(null);
  }

  /** A stream has ended, and its place is free. */
  void ended(OriginStream stream) {
    streams.remove(stream);
    release();
  }

  /** Takes a place for one request, if there is one. */
  public boolean reserve() {
    return streams.reserve();
  }

  /** Whether {@link #reserve} would probably take a place. */
  public boolean hasPlace() {
    return streams.hasPlace();
  }

  /** Gives back a place that no request has used. */
  public void release() {
    liveness.used();
    used = true;
    if (streams.release()) {
      transport.askLimitAgain(); // the reader sees that nothing more will come
    }
  }

  /** Whether a request has used it before, so that it may have turned out to be dead since. */
  public boolean isUsed() {
    return used;
  }

  /** Whether it was closed on this side. */
  public boolean isClosed() {
    return closed;
  }

  /** Ends the connection and all requests on it. */
  public void close() {
    closed = true;
    transport.close();
  }
}
