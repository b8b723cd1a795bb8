package io.rgate.http.h2;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.FrameOutput;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.ReceiveBuffer;
import io.rgate.http.frame.ReceiveWindow;
import io.rgate.http.frame.SendWindows;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.Input;
import io.rgate.transport.Front.Service;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A client's connection that speaks HTTP/2. The thread that calls {@link #run} reads the frames;
 * each stream has a thread of its own. Any thread may call the other methods.
 */
public final class Http2Connection {
  /** The name of HTTP/2 in a TLS handshake (RFC 9113, 3.2). */
  public static final String ALPN = "h2";

  private static final byte[] PREFACE = Frame.preface();

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
  private final ReceiveWindow receivable;
  private final WaitLimit patience;
  private final boolean webSockets;

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
    this.patience = WaitLimit.of(settings.limits().clientIdle().toNanos());
    this.output = new FrameOutput(transport, patience);
    this.windows = new SendWindows();
    this.receivable = new ReceiveWindow(output);
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
    Limits limits = settings.limits();
    byte[] first =
        Frame.settings(
            PeerSettings.MOST_STREAMS,
            settings.streams(),
            PeerSettings.INITIAL_WINDOW,
            ReceiveBuffer.WINDOW,
            HEADER_LIST_SIZE,
            limits.maxTarget() + limits.maxFieldBytes() + 32 * limits.maxFields(),
            PeerSettings.NO_PRIORITIES,
            1,
            PeerSettings.EXTENDED_CONNECT,
            webSockets ? 1 : 0);
    transport.write(
        ByteBuffer.wrap(first),
        ByteBuffer.wrap(ReceiveWindow.first()),
        WaitLimit.of(limits.clientIdle().toNanos()));
    input.waitLimit(WaitLimit.until(limits.requestHead().toNanos()));
    if (!isPreface(input)) {
      throw Http2Exception.protocol("what came is no preface");
    }
    input.skip(PREFACE.length);
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

  /** Writes frames of a stream, soon if others are served, too, who may have something as well. */
  void write(FrameOutput.Writer writer, ByteBuffer frames, boolean heads) throws IOException {
    if (streams.running().get() > 1) {
      output.writeSoon(writer, frames, heads);
    } else {
      output.write(writer, frames, heads);
    }
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

  /** What the client may send. */
  ReceiveWindow receivable() {
    return receivable;
  }

  /** How long a client may take nothing. */
  WaitLimit patience() {
    return patience;
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
    return streams.running().get() > 0 || output.isFlushing();
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
