package io.rgate.http.h2;

import io.rgate.http.frame.Calm;
import io.rgate.http.frame.ControlFrames;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.FrameReader;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.Input;
import java.io.IOException;

/**
 * Does what each frame of a client demands. It never waits for anything: what it sends is queued,
 * and content has room in its window's buffer.
 */
final class Frames implements FrameReader.Taker {
  private final Http2Connection connection;
  private final FrameReader reader;
  private final HeaderFrames headers;
  private final DataFrames data;
  private final ControlFrames control;
  private final WaitLimit idling;
  private final WaitLimit within;
  private final WaitLimit beginning;

  Frames(Http2Connection connection, Input in) {
    this.connection = connection;
    this.reader = new FrameReader(in, this);
    Calm calm = new Calm(connection.output());
    this.headers = new HeaderFrames(connection, calm);
    this.data = new DataFrames(connection, headers, calm);
    this.control =
        new ControlFrames(
            connection.output(),
            connection.windows(),
            calm,
            new ClientControls(connection, headers, calm));
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
    reader.readAll();
  }

  @Override
  public WaitLimit betweenFrames() {
    if (headers.block().isOpen()) {
      return headers.block().waitLimit();
    }
    return control.isSettled() ? idling : beginning;
  }

  @Override
  public WaitLimit withinFrame() {
    return headers.block().isOpen() ? headers.block().waitLimit() : within;
  }

  /** Whether no frame had to follow, and the connection is not at its end. */
  @Override
  public boolean goesOn() {
    return control.isSettled()
        && !headers.block().isOpen()
        && !connection.ending().isOver(lastStream());
  }

  @Override
  public boolean isIdle() {
    return connection.streams().count() == 0;
  }

  @Override
  public void take(int type, Payload payload) throws Http2Exception {
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
    if (headers.block().isOpen()
        && (type != Frame.CONTINUATION || stream != headers.block().stream())) {
      throw Http2Exception.protocol("a frame within a header block");
    }
  }
}
