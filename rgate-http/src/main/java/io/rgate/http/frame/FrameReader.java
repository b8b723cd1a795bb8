package io.rgate.http.frame;

import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.Input;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Reads the frames of a connection, one after another. For the connection's reader. */
public final class FrameReader {
  private static final int ROOM = 2 * Frame.MOST;

  private final Input in;
  private final Taker taker;

  /** Does what frames demand, and says how long they may take to come. */
  public interface Taker {
    /** How long the wait for the next frame may take. */
    WaitLimit betweenFrames();

    /** How long the wait for the rest of a frame may take. */
    WaitLimit withinFrame();

    /** Called when no frame came in that time; whether to wait on. */
    boolean goesOn();

    /** Whether no frame with content is to be expected soon, so that memory may be released. */
    boolean isIdle();

    /** Takes a frame; its payload is in the buffer until this returns. */
    void take(int type, Payload payload) throws Http2Exception;
  }

  /** Reads from {@code in}, for {@code taker}. */
  public FrameReader(Input in, Taker taker) {
    this.in = in;
    this.taker = taker;
  }

  /**
   * Reads until the far side ends the connection, or the taker wants to wait no longer.
   *
   * @throws Http2Exception if the far side breaks the rules
   */
  public void readAll() throws IOException {
    while (isFollowed()) {
      byte[] bytes = in.array();
      int at = in.position();
      int length = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
      if (length > Frame.MOST) {
        throw Http2Exception.size("a frame that is too long");
      }
      in.widen(length > 1024 ? ROOM : 0);
      if (!hasCome(Frame.HEAD + length)) {
        return;
      }
      frame(length);
      in.skip(Frame.HEAD + length);
    }
  }

  /** Waits for the head of a frame; false if none follows. */
  private boolean isFollowed() throws IOException {
    while (in.buffered() == 0) {
      if (taker.isIdle()) {
        in.rest();
      }
      try {
        in.waitLimit(taker.betweenFrames());
        if (!in.fill()) {
          return false;
        }
      } catch (SocketTimeoutException e) {
        if (!taker.goesOn()) {
          return false;
        }
      }
    }
    return hasCome(Frame.HEAD);
  }

  private boolean hasCome(int count) throws IOException {
    in.waitLimit(taker.withinFrame());
    while (in.buffered() < count) {
      if (!in.fill()) {
        return false;
      }
    }
    return true;
  }

  private void frame(int length) throws Http2Exception {
    byte[] bytes = in.array();
    int at = in.position();
    Payload payload =
        new Payload(
            bytes,
            at + Frame.HEAD,
            length,
            bytes[at + 4] & 0xff,
            Frame.getInt(bytes, at + 5) & Integer.MAX_VALUE);
    taker.take(bytes[at + 3] & 0xff, payload);
  }
}
