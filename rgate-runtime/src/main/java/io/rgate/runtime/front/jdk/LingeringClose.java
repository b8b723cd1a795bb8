package io.rgate.runtime.front.jdk;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends an exchange whose client may still be sending. The JDK's server reads the rest of a
 * request's content before it ends an exchange, without a time limit. And if a connection is closed
 * while received bytes are unread, it is reset, and the client can lose the response (RFC 9112,
 * 9.6).
 */
final class LingeringClose {
  private static final System.Logger LOG = System.getLogger(LingeringClose.class.getName());
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofMillis(500);

  private final JdkContent requestContent;
  private final boolean clientDone;

  LingeringClose(JdkContent requestContent) {
    this.requestContent = requestContent;
    this.clientDone = requestContent.finished();
  }

  /** Whether all of the request's content had been read when the response began. */
  boolean isClientDone() {
    return clientDone;
  }

  /** An action of the server that first writes and then reads the rest. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Reads what the client still sends, for at most two seconds. */
  void linger() {
    if (!requestContent.finished() && !requestContent.failed()) {
      runFor(LINGER, requestContent::drain);
    }
  }

  /**
   * Runs {@code action}. If the client may still be sending, this method does not wait for the
   * reading. The caller then cuts the connection, which ends the reading too.
   */
  void send(Action action) throws IOException {
    if (clientDone) {
      action.run();
      return;
    }
    runFor(
        CLOSE,
        () -> {
          try {
            action.run();
          } catch (IOException | RuntimeException e) {
            LOG.log(DEBUG, "client went away", e);
          }
        });
  }

  private static void runFor(Duration atMost, Runnable action) {
    Thread helper = Thread.ofVirtual().name("rgate-lingering-close").start(action);
    try {
      helper.join(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
