package io.rgate.http.frame;

import java.io.Serial;
import java.net.ProtocolException;

/** The far side broke the rules in a way that ends the connection (RFC 9113, 5.4.1). */
public final class Http2Exception extends ProtocolException {
  @Serial private static final long serialVersionUID = 1L;

  /** Nothing is wrong. */
  public static final int NO_ERROR = 0;

  /** A rule was broken. */
  public static final int PROTOCOL_ERROR = 1;

  /** A failure within one side. */
  public static final int INTERNAL_ERROR = 2;

  /** More content came than a window has room for. */
  public static final int FLOW_CONTROL_ERROR = 3;

  /** A frame came on a stream that has ended. */
  public static final int STREAM_CLOSED = 5;

  /** A frame has a length that it must not have. */
  public static final int FRAME_SIZE_ERROR = 6;

  /** Nothing was done for the stream. */
  public static final int REFUSED_STREAM = 7;

  /** Nobody wants the answer any more. */
  public static final int CANCEL = 8;

  /** A header block cannot be decoded. */
  public static final int COMPRESSION_ERROR = 9;

  /** The far side does too much. */
  public static final int ENHANCE_YOUR_CALM = 11;

  private final int code;

  /** Makes the exception; {@code why} holds nothing that was received. */
  public Http2Exception(int code, String why) {
    super(why);
    this.code = code;
  }

  /** {@link #PROTOCOL_ERROR}. */
  public static Http2Exception protocol(String why) {
    return new Http2Exception(PROTOCOL_ERROR, why);
  }

  /** {@link #FRAME_SIZE_ERROR}. */
  public static Http2Exception size(String why) {
    return new Http2Exception(FRAME_SIZE_ERROR, why);
  }

  /** {@link #ENHANCE_YOUR_CALM}. */
  public static Http2Exception calm(String why) {
    return new Http2Exception(ENHANCE_YOUR_CALM, why);
  }

  /** What GOAWAY says. */
  public int code() {
    return code;
  }
}
