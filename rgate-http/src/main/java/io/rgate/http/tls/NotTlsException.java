package io.rgate.http.tls;

import java.io.IOException;
import java.io.Serial;

/** A client has sent plain HTTP to a port that speaks TLS. */
public final class NotTlsException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  NotTlsException() {
    super("plain HTTP on a port with TLS");
  }
}
