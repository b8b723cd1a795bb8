package io.rgate.http.h2;

import static java.lang.System.Logger.Level.TRACE;

import io.rgate.http.frame.Frame;
import io.rgate.http.frame.FrameOutput;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.loop.Transport;
import java.io.IOException;
import java.time.Duration;

/**
 * When a connection ends: after 75 seconds without a request, when the front stops, or when the
 * client says that it leaves (RFC 9113, 6.8).
 */
final class Ending {
  private static final System.Logger LOG = System.getLogger(Ending.class.getName());
  private static final long IDLE = Duration.ofSeconds(75).toNanos();

  /** How long requests are still taken that are on their way when the front stops. */
  private static final long KEPT = Duration.ofSeconds(1).toNanos();

  /** What the PING behind the first GOAWAY says. */
  private static final long MARK = 0x7267617465647261L;

  private final Transport transport;
  private final FrameOutput output;
  private final Streams streams;
  private volatile boolean draining;
  private volatile boolean clientLeaves;
  private volatile long lastServed = System.nanoTime();

  /** When the client was told that the front stops; 0 before. Used by the reader. */
  private long announced;

  private boolean last;

  Ending(Transport transport, FrameOutput output, Streams streams) {
    this.transport = transport;
    this.output = output;
    this.streams = streams;
  }

  void beginDrain() {
    draining = true;
    transport.askLimitAgain();
  }

  /** The client has sent GOAWAY. */
  void clientLeaves() {
    clientLeaves = true;
  }

  /** Called when a request was served. */
  void streamEnded() {
    lastServed = System.nanoTime();
    if (draining || clientLeaves) {
      transport.askLimitAgain();
    }
  }

  /** How long the reader waits for a frame. */
  long left(long since) {
    if (draining && announced == 0) {
      return 0;
    }
    if (announced != 0 && !last) {
      return announced + KEPT - System.nanoTime();
    }
    if (streams.running().get() > 0) {
      return IDLE; // and then this is asked again
    }
    long now = System.nanoTime();
    return last || clientLeaves ? 0 : IDLE - Math.min(now - since, now - lastServed);
  }

  /** Called when that time is over; true if the connection is at its end. */
  boolean isOver(int lastStream) {
    if (draining && announced == 0) {
      announced = System.nanoTime() | 1;
      output.control(Frame.goAway(Integer.MAX_VALUE, Http2Exception.NO_ERROR));
      output.control(Frame.ping(0, MARK));
      return false;
    }
    if (announced != 0 && !last) {
      announceLast(lastStream);
      return streams.running().get() == 0;
    }
    return streams.running().get() == 0;
  }

  private void announceLast(int lastStream) {
    last = true;
    output.control(Frame.goAway(lastStream, Http2Exception.NO_ERROR));
  }

  /** The client has answered a PING: it knows of the first GOAWAY, so no request is on its way. */
  void pingAnswered(long what, int lastStream) {
    if (announced != 0 && !last && what == MARK) {
      announceLast(lastStream);
    }
  }

  /** Whether new streams are ignored. */
  boolean takesNoMore() {
    return last;
  }

  /** Says why the connection ends, and lets the client read that. */
  void end(int code, int lastStream, long nanos) {
    try {
      output.end(Frame.goAway(lastStream, code), nanos);
      Http2Connection.linger(transport, nanos);
    } catch (IOException e) {
      LOG.log(TRACE, "the connection is gone already", e);
    }
  }
}
