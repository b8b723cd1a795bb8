package io.rgate.http.tls;

import java.io.IOException;
import java.io.Serial;

/** The far side speaks plain HTTP where TLS was expected. */
public final class NotTlsException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  NotTlsException() {
    super("plain HTTP in place of TLS");
  }
}
