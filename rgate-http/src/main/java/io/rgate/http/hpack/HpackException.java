package io.rgate.http.hpack;

import java.io.Serial;
import java.net.ProtocolException;

/** What came is no valid header block, so nothing can be decoded on its connection any more. */
public final class HpackException extends ProtocolException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the exception; {@code why} holds nothing that was received. */
  HpackException(String why) {
    super(why);
  }
}
