package io.rgate.http.wire;

import java.io.Serial;
import java.net.ProtocolException;

/** What came is not HTTP, or more of it than is taken. */
public final class MalformedException extends ProtocolException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * With what a client is answered that has sent it.
   *
   * @param why for the log; holds nothing that was received
   */
  public MalformedException(int status, String why) {
    super(why);
    this.status = status;
  }

  /** 400, 414, 431, 501 or 505. */
  public int status() {
    return status;
  }
}
