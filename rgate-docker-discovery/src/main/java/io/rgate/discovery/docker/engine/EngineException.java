package io.rgate.discovery.docker.engine;

import java.io.IOException;

/** An engine answered with an error status. */
final class EngineException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  EngineException(int status, String message) {
    super("status " + status + " " + message);
    this.status = status;
  }

  /** Whether the cause of {@code e} is an answer with that status. */
  static boolean isStatus(IOException e, int status) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof EngineException answer && answer.status == status) {
        return true;
      }
    }
    return false;
  }
}
