package io.rgate.http.h2;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.Input;
import io.rgate.transport.Front.Service;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client's connection that speaks HTTP/2. The thread that calls {@link #run} reads the frames;
 * each stream has a thread of its own. Any thread may call the other methods.
 */
public final class Http2Connection {
  /** The name of HTTP/2 in a TLS handshake (RFC 9113, 3.2). */
  public static final String ALPN = "h2";

  /** What a client sends first (RFC 9113, 3.4). */
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What a client may send on all streams together before it is read. */
  static final int WINDOW = 2 * 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(Http2Connection.class.getName());

  /** How long a client that has sent something wrong is let read the answer. */
  private static final long LINGER = Duration.ofMillis(250).toNanos();

  private static final int HEADER_LIST_SIZE = 6;

  private final Transport transport;
  private final Input input;
  private final Service service;
  private final Settings settings;
  private final FrameOutput output;
  private final SendWindows windows;
  private final Streams streams = new Streams();
  private final Ending ending;
  private final boolean webSockets;
  private final AtomicInteger receivable = new AtomicInteger(WINDOW);
  private final AtomicInteger unreturned = new AtomicInteger();

  /**
   * What a connection is, and what its client may do.
   *
   * @param peer its addresses; with TLS its scheme is https
   * @param streams how many streams may be open at a time, 1 or more
   */
  public record Settings(Peer peer, Limits limits, int streams) {
    String scheme() {
      return peer.tls() == null ? "http" : "https";
    }
  }

  /**
   * A connection whose next bytes are the client's preface.
   *
   * @param input reads from {@code transport}; may hold bytes that came already
   */
  public Http2Connection(Transport transport, Input input, Service service, Settings settings) {
    this.transport = transport;
    this.input = input;
    this.service = service;
    this.settings = settings;
    long patience = settings.limits().clientIdle().toNanos();
    this.output = new FrameOutput(transport, WaitLimit.of(patience));
    this.windows = new SendWindows(patience);
    this.ending = new Ending(transport, output, streams);
    this.webSockets = service.takesWebSockets();
  }

  /**
   * Whether the client begins with the preface; waits for more bytes only as long as those that
   * came may be its beginning.
   */
  public static boolean isPreface(Input input) throws IOException {
    while (matches(input) && input.buffered() < PREFACE.length) {
      if (!input.fill()) {
        return false;
      }
    }
    return matches(input);
  }

  private static boolean matches(Input input) {
    int known = Math.min(input.buffered(), PREFACE.length);
    for (int i = 0; i < known; i++) {
      if (input.array()[input.position() + i] != PREFACE[i]) {
        return false;
      }
    }
    return true;
  }

  /** Serves the connection until it ends, and closes it. */
  public void run() {
    Frames frames = new Frames(this, input);
    try {
      begin();
      frames.readAll();
      leave();
      ending.end(Http2Exception.NO_ERROR, frames.lastStream(), LINGER);
    } catch (Http2Exception e) {
      LOG.log(DEBUG, "{0} breaks the rules: {1}", settings.peer().remote(), e.getMessage());
      leave();
      ending.end(e.code(), frames.lastStream(), LINGER);
    } catch (IOException e) {
      LOG.log(DEBUG, "connection ended", e);
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "a connection is closed after an internal failure", e);
    } finally {
      transport.close();
      leave();
    }
  }

  private void leave() {
    streams.all().forEach(stream -> stream.leave(Streams.RESET_THERE));
  }

  private void begin() throws IOException {
    int count = webSockets ? 5 : 4;
    byte[] first = new byte[Frame.HEAD + count * 6 + Frame.HEAD + 4];
    Frame.head(first, 0, count * 6, Frame.kind(Frame.SETTINGS, 0), 0);
    int at = Frame.HEAD;
    at = setting(first, at, PeerSettings.MOST_STREAMS, settings.streams());
    at = setting(first, at, PeerSettings.INITIAL_WINDOW, ReceiveBuffer.WINDOW);
    Limits limits = settings.limits();
    int list = limits.maxTarget() + limits.maxFieldBytes() + 32 * limits.maxFields();
    at = setting(first, at, HEADER_LIST_SIZE, list);
    at = setting(first, at, PeerSettings.NO_PRIORITIES, 1);
    if (webSockets) {
      at = setting(first, at, PeerSettings.EXTENDED_CONNECT, 1);
    }
    byte[] window = Frame.ofInt(Frame.WINDOW_UPDATE, 0, WINDOW - SendWindows.INITIAL);
    System.arraycopy(window, 0, first, at, window.length);
    transport.write(ByteBuffer.wrap(first), WaitLimit.of(limits.clientIdle().toNanos()));
    input.waitLimit(WaitLimit.until(limits.requestHead().toNanos()));
    if (!isPreface(input)) {
      throw Http2Exception.protocol("what came is no preface");
    }
    input.skip(PREFACE.length);
  }

  private static int setting(byte[] to, int at, int name, int value) {
    to[at + 1] = (byte) name;
    Frame.putInt(to, at + 2, value);
    return at + 6;
  }

  /** Whether the client was told that it may use an extended CONNECT (RFC 8441). */
  boolean takesWebSockets() {
    return webSockets;
  }

  Service service() {
    return service;
  }

  Settings settings() {
    return settings;
  }

  FrameOutput output() {
    return output;
  }

  SendWindows windows() {
    return windows;
  }

  Streams streams() {
    return streams;
  }

  Ending ending() {
    return ending;
  }

  /** Takes from what the client may send; false if it has sent more. */
  boolean use(int count) {
    return receivable.addAndGet(-count) >= 0;
  }

  /** Records that {@code count} received bytes take no memory any more. */
  void returned(int count) {
    if (count > 0 && unreturned.addAndGet(count) >= WINDOW / 2) {
      int all = unreturned.getAndSet(0);
      if (all > 0) {
        receivable.addAndGet(all);
        output.control(Frame.ofInt(Frame.WINDOW_UPDATE, 0, all));
      }
    }
  }

  /** Starts the thread that serves {@code stream}. */
  void start(Http2Stream stream) {
    streams.add(stream);
    streams.running().incrementAndGet();
    Thread.ofVirtual()
        .name("rgate-stream")
        .start(() -> {
          try {
            stream.serve();
          } finally {
            streams.running().decrementAndGet();
            ending.streamEnded();
          }
        });
  }

  /** Whether a request is being served. */
  public boolean isBusy() {
    return streams.running().get() > 0;
  }

  /** Has the client send no more requests, and ends the connection after those that it has sent. */
  public void beginDrain() {
    ending.beginDrain();
  }

  /** Reads and drops what comes, for a short time, so that the client can read the last frame. */
  static void linger(Transport transport, long nanos) throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(8 * 1024);
    WaitLimit waitLimit = WaitLimit.until(nanos);
    long end = System.nanoTime() + nanos;
    try {
      int count = 0;
      while (count >= 0 && System.nanoTime() - end < 0) {
        count = transport.read(rest.clear(), waitLimit);
      }
    } catch (SocketTimeoutException e) {
      // The time limit is reached.
    }
  }
}
