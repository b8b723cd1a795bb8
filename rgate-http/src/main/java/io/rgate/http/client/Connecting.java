package io.rgate.http.client;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Request;
import io.rgate.http.sending.Durations;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure to connect becomes, and when a request may be sent on another connection. */
final class Connecting {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private Connecting() {}

  /** The failure of a connection that was not made within {@code atMost}. */
  static UpstreamException failed(IOException e, Duration atMost) {
    if (e instanceof SocketTimeoutException) {
      return failed(Failure.TIMEOUT, "no connection within " + Durations.text(atMost), e);
    }
    if (e instanceof UnknownHostException) {
      return failed(Failure.UNREACHABLE, "the origin's host has no address", e);
    }
    return e instanceof ProtocolException
        ? failed(Failure.INVALID, String.valueOf(e.getMessage()), e)
        : failed(Failure.UNREACHABLE, "no connection: " + why(e), e);
  }

  private static UpstreamException failed(Failure failure, String why, IOException cause) {
    return new UpstreamException(Stage.CONNECT, failure, why, cause);
  }

  private static @Nullable String why(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The failure to connect for a request whose content was read: nobody else can send it. */
  static UpstreamException again(UpstreamException e) {
    return e.failure() == Failure.CLIENT
        ? e
        : new UpstreamException(
            Stage.SEND, Failure.CLOSED, "the origin closed, and there is " + e.getMessage(), e);
  }

  /**
   * Checks that somebody wants an answer.
   *
   * @throws UpstreamException if the client has left
   */
  static void requireWanted(SendOptions options) throws UpstreamException {
    if (options.cancellation().isCancelled()) {
      throw new UpstreamException(Stage.CONNECT, Failure.CLIENT, "the client has left", null);
    }
  }

  /** Whether a request may arrive twice (RFC 9110, 9.2.2), and has nothing that is read once. */
  static boolean isRepeatable(Request request) {
    return request.body().isEmpty() && SAFE.contains(request.method());
  }
}
