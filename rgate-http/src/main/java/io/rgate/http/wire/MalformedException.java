package io.rgate.http.wire;

import java.io.Serial;
import java.net.ProtocolException;

/** The received bytes are not valid HTTP, or exceed a limit. */
public final class MalformedException extends ProtocolException {
  @Serial private static final long serialVersionUID = 1L;

  /** The status of bytes of another protocol, to which HTTP is no answer. */
  public static final int NO_HTTP = 0;

  private final int status;

  /**
   * Makes the exception; {@code status} is the answer to the client that sent the bytes.
   *
   * @param why the reason for the log; contains no received bytes
   */
  public MalformedException(int status, String why) {
    super(why);
    this.status = status;
  }

  /** The status: 400, 414, 431, 501, 505 or {@link #NO_HTTP}. */
  public int status() {
    return status;
  }
}
