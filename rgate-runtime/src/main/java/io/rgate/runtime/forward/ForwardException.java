package io.rgate.runtime.forward;

import io.rgate.api.Trail;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request for which no endpoint gave an answer: none is there, or every attempt failed. */
public final class ForwardException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Trail trail;

  ForwardException(String message, Trail trail, @Nullable Throwable cause) {
    super(message, cause);
    this.trail = trail;
  }

  public Trail trail() {
    return trail;
  }
}
