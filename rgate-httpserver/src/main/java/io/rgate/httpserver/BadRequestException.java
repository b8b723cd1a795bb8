package io.rgate.httpserver;

import java.io.IOException;

/** What came is no request, or none that is taken here. */
final class BadRequestException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  /** To be answered with {@code status}; the connection ends then. */
  BadRequestException(int status, String why) {
    super(why);
    this.status = status;
  }

  int status() {
    return status;
  }
}
