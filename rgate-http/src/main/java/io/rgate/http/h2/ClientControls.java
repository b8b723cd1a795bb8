package io.rgate.http.h2;

import static io.rgate.http.frame.Http2Exception.FLOW_CONTROL_ERROR;
import static io.rgate.http.frame.Http2Exception.PROTOCOL_ERROR;

import io.rgate.http.frame.Calm;
import io.rgate.http.frame.ControlFrames;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;

/** What the control frames of a client mean. For the reader. */
final class ClientControls implements ControlFrames.Meaning {
  private final Http2Connection connection;
  private final HeaderFrames headers;
  private final Calm calm;

  ClientControls(Http2Connection connection, HeaderFrames headers, Calm calm) {
    this.connection = connection;
    this.headers = headers;
    this.calm = calm;
  }

  @Override
  public void reset(Payload payload, int code) throws Http2Exception {
    Http2Stream stream = headers.find(payload, "RST_STREAM");
    if (stream == null) {
      // From now on the client cannot have anything more on its way.
      connection.streams().remember(payload.stream, Streams.RESET_THERE);
    } else {
      calm.reset();
      stream.leave(Streams.RESET_THERE);
    }
  }

  @Override
  public void setting(int name, int value) throws Http2Exception {
    PeerSettings.apply(name, value, connection);
  }

  @Override
  public void settled() {
    // Each value is in force already.
  }

  @Override
  public void pingAnswered(long what) {
    connection.ending().pingAnswered(what, headers.lastStream());
  }

  @Override
  public void leaves(int lastStream, int code) {
    connection.ending().clientLeaves();
  }

  @Override
  public void widen(Payload payload, int more) throws Http2Exception {
    Http2Stream stream = headers.find(payload, "WINDOW_UPDATE");
    if (stream != null && (more == 0 || !stream.window().add(more))) {
      calm.reset();
      stream.fail(more == 0 ? PROTOCOL_ERROR : FLOW_CONTROL_ERROR);
    }
  }
}
