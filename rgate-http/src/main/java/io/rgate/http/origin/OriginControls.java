package io.rgate.http.origin;

import static io.rgate.http.frame.Http2Exception.FLOW_CONTROL_ERROR;
import static io.rgate.http.frame.Http2Exception.NO_ERROR;
import static io.rgate.http.frame.Http2Exception.PROTOCOL_ERROR;
import static io.rgate.http.frame.Http2Exception.REFUSED_STREAM;

import io.rgate.http.frame.Calm;
import io.rgate.http.frame.ControlFrames;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;
import io.rgate.http.origin.StreamFailure.Kind;

/** What the control frames of an origin mean. For the reader. */
final class OriginControls implements ControlFrames.Meaning {
  private static final int PUSH = 2;
  private static final int MOST_STREAMS = 3;
  private static final int INITIAL_WINDOW = 4;
  private static final int FRAME_SIZE = 5;
  private static final int LARGEST_FRAME = (1 << 24) - 1;

  private final StreamConnection connection;
  private final OriginStreams streams;
  private final Calm calm;

  OriginControls(StreamConnection connection, Calm calm) {
    this.connection = connection;
    this.streams = connection.streams();
    this.calm = calm;
  }

  @Override
  public void reset(Payload payload, int code) throws Http2Exception {
    OriginStream stream = streams.find(payload, "RST_STREAM");
    if (stream == null) {
      return;
    }
    calm.useful(); // there was a request for it, so no more of them can come than requests
    Kind kind = code == REFUSED_STREAM ? Kind.NOT_PROCESSED : Kind.CLOSED;
    stream.fail(
        new StreamFailure(
            kind,
            code == NO_ERROR
                ? "the origin ended the stream before its answer was complete"
                : "the origin reset the stream with code " + code));
  }

  @Override
  public void setting(int name, int value) throws Http2Exception {
    switch (name) {
      case PUSH -> require(value == 0, "ENABLE_PUSH"); // RFC 9113, 6.5.2: a server sends no other
      case MOST_STREAMS -> streams.most(value < 0 ? Integer.MAX_VALUE : value);
      case FRAME_SIZE -> require(value >= Frame.MOST && value <= LARGEST_FRAME, "MAX_FRAME_SIZE");
      case INITIAL_WINDOW -> {
        if (value < 0 || !streams.initialWindow(value)) {
          throw new Http2Exception(FLOW_CONTROL_ERROR, "a window that is too large");
        }
      }
      default -> {
        // Of no importance here: frames are never longer than the least that an origin has to
        // accept, and no dynamic table is used.
      }
    }
  }

  private static void require(boolean fine, String name) throws Http2Exception {
    if (!fine) {
      throw Http2Exception.protocol("a value that " + name + " cannot have");
    }
  }

  @Override
  public void settled() {
    connection.settled();
  }

  @Override
  public void pingAnswered(long what) {
    connection.liveness().pingAnswered(what);
  }

  @Override
  public void leaves(int lastStream, int code) {
    streams.leave();
    for (OriginStream stream : streams.all()) {
      if (stream.id() > lastStream || stream.id() == 0) {
        stream.fail(
            new StreamFailure(
                Kind.NOT_PROCESSED, "the origin is leaving" + (code == 0 ? "" : ", code " + code)));
      }
    }
  }

  @Override
  public void widen(Payload payload, int more) throws Http2Exception {
    OriginStream stream = streams.find(payload, "WINDOW_UPDATE");
    if (stream != null && (more == 0 || !stream.window().add(more))) {
      int code = more == 0 ? PROTOCOL_ERROR : FLOW_CONTROL_ERROR;
      calm.reset();
      stream.reset(new StreamFailure(Kind.INVALID, "a window of no or too many bytes"), code);
    }
  }
}
