package io.rgate.http.h2;

import java.io.Serial;
import java.net.ProtocolException;

/** The client broke the rules in a way that ends the connection (RFC 9113, 5.4.1). */
final class Http2Exception extends ProtocolException {
  @Serial private static final long serialVersionUID = 1L;

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;
  static final int FLOW_CONTROL_ERROR = 3;
  static final int STREAM_CLOSED = 5;
  static final int FRAME_SIZE_ERROR = 6;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int COMPRESSION_ERROR = 9;
  static final int ENHANCE_YOUR_CALM = 11;

  private final int code;

  /** Makes the exception; {@code why} holds nothing that the client sent. */
  Http2Exception(int code, String why) {
    super(why);
    this.code = code;
  }

  static Http2Exception protocol(String why) {
    return new Http2Exception(PROTOCOL_ERROR, why);
  }

  static Http2Exception size(String why) {
    return new Http2Exception(FRAME_SIZE_ERROR, why);
  }

  static Http2Exception calm(String why) {
    return new Http2Exception(ENHANCE_YOUR_CALM, why);
  }

  /** What GOAWAY says. */
  int code() {
    return code;
  }
}
