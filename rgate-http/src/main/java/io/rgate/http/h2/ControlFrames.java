package io.rgate.http.h2;

import static io.rgate.http.h2.Http2Exception.FLOW_CONTROL_ERROR;
import static io.rgate.http.h2.Http2Exception.PROTOCOL_ERROR;

/** Does what the frames demand that carry neither fields nor content. For the reader. */
final class ControlFrames {
  private final Http2Connection connection;
  private final HeaderFrames headers;
  private final Calm calm;
  private boolean settled;

  ControlFrames(Http2Connection connection, HeaderFrames headers, Calm calm) {
    this.connection = connection;
    this.headers = headers;
    this.calm = calm;
  }

  /** Whether the client's first SETTINGS have come. */
  boolean isSettled() {
    return settled;
  }

  void receive(int type, Payload payload) throws Http2Exception {
    calm.control();
    switch (type) {
      case Frame.PRIORITY -> priority(payload);
      case Frame.RST_STREAM -> reset(payload);
      case Frame.SETTINGS -> settings(payload);
      case Frame.PUSH_PROMISE -> throw Http2Exception.protocol("a client that pushes");
      case Frame.PING -> ping(payload);
      case Frame.GOAWAY -> goAway(payload);
      case Frame.WINDOW_UPDATE -> windowUpdate(payload);
      default -> {
        // RFC 9113, 5.5: unknown frames are ignored.
      }
    }
  }

  private void priority(Payload payload) throws Http2Exception {
    if (payload.stream == 0) {
      throw Http2Exception.protocol("PRIORITY without a stream");
    }
    if (payload.length != 5) {
      throw Http2Exception.size("PRIORITY of a wrong length");
    }
    if ((Frame.getInt(payload.bytes, payload.at) & Integer.MAX_VALUE) == payload.stream) {
      throw Http2Exception.protocol("a stream that depends on itself");
    }
  }

  private void reset(Payload payload) throws Http2Exception {
    if (payload.length != 4) {
      throw Http2Exception.size("RST_STREAM of a wrong length");
    }
    Http2Stream stream = headers.find(payload, "RST_STREAM");
    if (stream == null) {
      // From now on the client cannot have anything more on its way.
      connection.streams().remember(payload.stream, Streams.RESET_THERE);
    } else {
      calm.reset();
      stream.leave(Streams.RESET_THERE);
    }
  }

  private void settings(Payload payload) throws Http2Exception {
    if (payload.stream != 0) {
      throw Http2Exception.protocol("SETTINGS on a stream");
    }
    boolean ack = payload.is(Frame.ACK);
    if (payload.length % 6 != 0 || (ack && payload.length > 0)) {
      throw Http2Exception.size("SETTINGS of a wrong length");
    }
    if (!settled && ack) {
      throw Http2Exception.protocol("the first frame is not SETTINGS");
    }
    settled = true;
    if (!ack) {
      applySettings(payload);
    }
  }

  private void applySettings(Payload payload) throws Http2Exception {
    for (int at = payload.at; at < payload.at + payload.length; at += 6) {
      int name = (payload.bytes[at] & 0xff) << 8 | (payload.bytes[at + 1] & 0xff);
      PeerSettings.apply(name, Frame.getInt(payload.bytes, at + 2), connection);
    }
    byte[] answer = new byte[Frame.HEAD];
    Frame.head(answer, 0, 0, Frame.kind(Frame.SETTINGS, Frame.ACK), 0);
    connection.output().control(answer);
  }

  private void ping(Payload payload) throws Http2Exception {
    if (payload.stream != 0) {
      throw Http2Exception.protocol("PING on a stream");
    }
    if (payload.length != 8) {
      throw Http2Exception.size("PING of a wrong length");
    }
    if (payload.is(Frame.ACK)) {
      long high = Frame.getInt(payload.bytes, payload.at);
      long low = Frame.getInt(payload.bytes, payload.at + 4) & 0xffffffffL;
      connection.ending().pingAnswered(high << 32 | low, headers.lastStream());
      return;
    }
    byte[] answer = new byte[Frame.HEAD + 8];
    Frame.head(answer, 0, 8, Frame.kind(Frame.PING, Frame.ACK), 0);
    System.arraycopy(payload.bytes, payload.at, answer, Frame.HEAD, 8);
    connection.output().control(answer);
  }

  private void goAway(Payload payload) throws Http2Exception {
    if (payload.stream != 0) {
      throw Http2Exception.protocol("GOAWAY on a stream");
    }
    if (payload.length < 8) {
      throw Http2Exception.size("GOAWAY of a wrong length");
    }
    connection.ending().clientLeaves();
  }

  private void windowUpdate(Payload payload) throws Http2Exception {
    if (payload.length != 4) {
      throw Http2Exception.size("WINDOW_UPDATE of a wrong length");
    }
    int more = Frame.getInt(payload.bytes, payload.at) & Integer.MAX_VALUE;
    if (payload.stream == 0) {
      widen(more);
      return;
    }
    Http2Stream stream = headers.find(payload, "WINDOW_UPDATE");
    if (stream != null && (more == 0 || !stream.window().add(more))) {
      calm.reset();
      stream.fail(more == 0 ? PROTOCOL_ERROR : FLOW_CONTROL_ERROR);
    }
  }

  private void widen(int more) throws Http2Exception {
    if (more == 0) {
      throw Http2Exception.protocol("WINDOW_UPDATE by nothing");
    }
    if (!connection.windows().add(more)) {
      throw new Http2Exception(FLOW_CONTROL_ERROR, "a window that is too large");
    }
  }
}
