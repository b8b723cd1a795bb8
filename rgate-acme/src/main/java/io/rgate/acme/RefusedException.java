package io.rgate.acme;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** There is no certificate; the message says why. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean away;
  private final transient @Nullable Instant notBefore;

  private RefusedException(
      String message, @Nullable Throwable cause, boolean away, @Nullable Instant notBefore) {
    super(message, cause);
    this.away = away;
    this.notBefore = notBefore;
  }

  /** The server has refused. */
  static RefusedException by(String message, @Nullable Throwable cause) {
    return new RefusedException(message, cause, false, null);
  }

  /** The server has refused, and wants no further request before {@code notBefore}. */
  static RefusedException until(String message, Throwable cause, @Nullable Instant notBefore) {
    return new RefusedException(message, cause, false, notBefore);
  }

  /** {@code server} does not answer. */
  static RefusedException away(String server, Throwable cause) {
    return new RefusedException(
        "the ACME server " + server + " cannot be reached: " + words(cause), cause, true, null);
  }

  /** The most telling failure of the chain; the last one often has no message. */
  private static String words(Throwable e) {
    List<Throwable> chain = Stream.iterate(e, Objects::nonNull, Throwable::getCause).toList();
    for (Throwable each : chain) {
      String word = word(each);
      if (word != null) {
        return word;
      }
    }
    boolean refused = chain.stream().anyMatch(ConnectException.class::isInstance);
    Throwable last = chain.getLast();
    String message =
        last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    return refused ? "it refuses connections" : message;
  }

  private static @Nullable String word(Throwable e) {
    return switch (e) {
      case UnresolvedAddressException unknown -> "its host is not known";
      case UnknownHostException unknown -> "its host is not known";
      case HttpTimeoutException late -> "it does not answer in time";
      case SSLException tls ->
          tls.getMessage() + "; if it has an authority of its own, name that by the key ca";
      default -> null;
    };
  }

  /** Whether the server does not answer, so that nobody has refused anything. */
  boolean isAway() {
    return away;
  }

  /** Not before that; null if the server did not say. */
  @Nullable Instant notBefore() {
    return notBefore;
  }
}
