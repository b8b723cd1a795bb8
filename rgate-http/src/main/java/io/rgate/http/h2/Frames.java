package io.rgate.http.h2;

import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.Input;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * Reads the frames of a connection, one after another, and does what each demands. It never waits
 * for anything but bytes: what it sends is queued, and content has room in its window's buffer.
 */
final class Frames {
  private static final int ROOM = 2 * Frame.MOST;

  private final Http2Connection connection;
  private final Input in;
  private final Streams streams;
  private final HeaderFrames headers;
  private final DataFrames data;
  private final ControlFrames control;
  private final WaitLimit idling;
  private final WaitLimit within;
  private final WaitLimit beginning;

  Frames(Http2Connection connection, Input in) {
    this.connection = connection;
    this.in = in;
    this.streams = connection.streams();
    Calm calm = new Calm(connection.output());
    this.headers = new HeaderFrames(connection, calm);
    this.data = new DataFrames(connection, headers, calm);
    this.control = new ControlFrames(connection, headers, calm);
    this.idling = connection.ending()::left;
    this.beginning = WaitLimit.until(connection.settings().limits().requestHead().toNanos());
    this.within = WaitLimit.of(connection.settings().limits().clientIdle().toNanos());
  }

  /** The greatest id of a stream that was, or will be, served. */
  int lastStream() {
    return headers.lastStream();
  }

  /** Reads until the connection is at its end. */
  void readAll() throws IOException {
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
      if (streams.count() == 0) {
        in.rest();
      }
      try {
        in.waitLimit(limitBetweenFrames());
        if (!in.fill()) {
          return false;
        }
      } catch (SocketTimeoutException e) {
        if (!isBetweenMessages() || connection.ending().isOver(lastStream())) {
          return false;
        }
      }
    }
    return hasCome(Frame.HEAD);
  }

  /** Whether no frame has to follow. */
  private boolean isBetweenMessages() {
    return control.isSettled() && !headers.isOpen();
  }

  private WaitLimit limitBetweenFrames() {
    if (headers.isOpen()) {
      return headers.waitLimit();
    }
    return control.isSettled() ? idling : beginning;
  }

  private boolean hasCome(int count) throws IOException {
    in.waitLimit(headers.isOpen() ? headers.waitLimit() : within);
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
    int type = bytes[at + 3] & 0xff;
    requireOrder(type, payload.stream);
    switch (type) {
      case Frame.DATA -> data.receive(payload.unpadded());
      case Frame.HEADERS -> headers.begin(payload.unpadded());
      case Frame.CONTINUATION -> headers.goOn(payload);
      default -> control.receive(type, payload);
    }
    if (connection.output().isClogged()) {
      throw Http2Exception.calm("answers are not read");
    }
  }

  private void requireOrder(int type, int stream) throws Http2Exception {
    if (!control.isSettled() && type != Frame.SETTINGS) {
      throw Http2Exception.protocol("the first frame is not SETTINGS");
    }
    if (headers.isOpen() && (type != Frame.CONTINUATION || stream != headers.stream())) {
      throw Http2Exception.protocol("a frame within a header block");
    }
  }
}
