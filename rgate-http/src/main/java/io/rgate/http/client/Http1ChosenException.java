package io.rgate.http.client;

import io.rgate.http.loop.Transport;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An origin that was offered HTTP/2 has chosen HTTP/1.1. */
final class Http1ChosenException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient AtomicReference<@Nullable Transport> made;

  /** The origin has chosen so for {@code made}. */
  Http1ChosenException(Transport made) {
    super("the origin has chosen HTTP/1.1");
    this.made = new AtomicReference<>(made);
  }

  /** The connection, for whoever asks first; null for all others. */
  @Nullable Transport take() {
    return made.getAndSet(null);
  }

  /** Closes the connection, unless somebody has taken it. */
  void giveUp() {
    Transport left = take();
    if (left != null) {
      left.close();
    }
  }
}
