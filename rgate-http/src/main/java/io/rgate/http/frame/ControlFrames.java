package io.rgate.http.frame;

import static io.rgate.http.frame.Http2Exception.FLOW_CONTROL_ERROR;

/**
 * Checks the frames that carry neither fields nor content, answers them, and tells what they mean.
 * For the reader.
 */
public final class ControlFrames {
  private final FrameOutput output;
  private final SendWindows windows;
  private final Calm calm;
  private final Meaning meaning;
  private boolean settled;

  /** Does what the frames mean for one side. */
  public interface Meaning {
    /** A stream is reset by the far side; {@code payload} names it. */
    void reset(Payload payload, int code) throws Http2Exception;

    /** The far side sets a value (RFC 9113, 6.5.2). */
    void setting(int name, int value) throws Http2Exception;

    /** All values of a frame were set. */
    void settled();

    /** A PING that this side has sent was answered. */
    void pingAnswered(long what);

    /** The far side leaves, and did or will do nothing for streams above {@code lastStream}. */
    void leaves(int lastStream, int code);

    /** More may be sent on a stream; {@code payload} names it. */
    void widen(Payload payload, int more) throws Http2Exception;
  }

  /** Answers to {@code output}; {@code windows} are those of the connection. */
  public ControlFrames(FrameOutput output, SendWindows windows, Calm calm, Meaning meaning) {
    this.output = output;
    this.windows = windows;
    this.calm = calm;
    this.meaning = meaning;
  }

  /** Whether the far side's first SETTINGS have come. */
  public boolean isSettled() {
    return settled;
  }

  /** Takes a frame of any type but DATA, HEADERS and CONTINUATION. */
  public void receive(int type, Payload payload) throws Http2Exception {
    calm.control();
    switch (type) {
      case Frame.PRIORITY -> priority(payload);
      case Frame.RST_STREAM -> reset(payload);
      case Frame.SETTINGS -> settings(payload);
      case Frame.PUSH_PROMISE -> throw Http2Exception.protocol("a push, which nobody has allowed");
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
    meaning.reset(payload, Frame.getInt(payload.bytes, payload.at));
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
      meaning.setting(name, Frame.getInt(payload.bytes, at + 2));
    }
    byte[] answer = new byte[Frame.HEAD];
    Frame.head(answer, 0, 0, Frame.kind(Frame.SETTINGS, Frame.ACK), 0);
    output.control(answer);
    meaning.settled();
  }

  private void ping(Payload payload) throws Http2Exception {
    if (payload.stream != 0) {
      throw Http2Exception.protocol("PING on a stream");
    }
    if (payload.length != 8) {
      throw Http2Exception.size("PING of a wrong length");
    }
    long high = Frame.getInt(payload.bytes, payload.at);
    long low = Frame.getInt(payload.bytes, payload.at + 4) & 0xffffffffL;
    long what = high << 32 | low;
    if (payload.is(Frame.ACK)) {
      meaning.pingAnswered(what);
    } else {
      output.control(Frame.ping(Frame.ACK, what));
    }
  }

  private void goAway(Payload payload) throws Http2Exception {
    if (payload.stream != 0) {
      throw Http2Exception.protocol("GOAWAY on a stream");
    }
    if (payload.length < 8) {
      throw Http2Exception.size("GOAWAY of a wrong length");
    }
    meaning.leaves(
        Frame.getInt(payload.bytes, payload.at) & Integer.MAX_VALUE,
        Frame.getInt(payload.bytes, payload.at + 4));
  }

  private void windowUpdate(Payload payload) throws Http2Exception {
    if (payload.length != 4) {
      throw Http2Exception.size("WINDOW_UPDATE of a wrong length");
    }
    int more = Frame.getInt(payload.bytes, payload.at) & Integer.MAX_VALUE;
    if (payload.stream != 0) {
      meaning.widen(payload, more);
    } else if (more == 0) {
      throw Http2Exception.protocol("WINDOW_UPDATE by nothing");
    } else if (!windows.add(more)) {
      throw new Http2Exception(FLOW_CONTROL_ERROR, "a window that is too large");
    }
  }
}
