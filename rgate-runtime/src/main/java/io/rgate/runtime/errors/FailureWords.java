package io.rgate.runtime.errors;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import java.io.EOFException;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one attempt, in words.
 *
 * @param cause the exception of the attempt, if it is known
 * @param bytes how much content of the answer had arrived, or -1 if that is not known
 */
public record FailureWords(@Nullable Throwable cause, long bytes) {
  /** For an attempt without further details. */
  static final FailureWords UNKNOWN = new FailureWords(null, -1);

  private static final long MILLI = 1_000_000;

  /** What happened and how long it took. */
  String of(Attempt attempt) {
    String time = time(attempt.nanos());
    Failure failure = attempt.failure();
    if (failure == null) {
      return "it answered (" + time + ")";
    }
    return switch (failure) {
      case TIMEOUT -> timeout(attempt, time);
      case UNREACHABLE -> unreachable() + " (" + time + ")";
      case CLOSED -> closed(attempt) + " (" + time + ")";
      case INVALID -> invalid(attempt) + " (" + time + ")";
      case CLIENT -> detailOr("the client's content broke off") + " (" + time + ")";
      case CONTENT -> withDetail("content that a filter made failed") + " (" + time + ")";
    };
  }

  /** The same without values that differ each time. */
  static String kind(Attempt attempt) {
    Failure failure = attempt.failure();
    return switch (failure) {
      case null -> "it answered";
      case TIMEOUT -> "no " + (attempt.nothingSent() ? "connection" : "answer") + " in time";
      case UNREACHABLE -> UNKNOWN.unreachable();
      case CLOSED -> UNKNOWN.closed(attempt);
      case INVALID -> UNKNOWN.invalid(attempt);
      case CLIENT -> "the client's content broke off";
      case CONTENT -> "content that a filter made failed";
    };
  }

  private String timeout(Attempt attempt, String time) {
    return switch (attempt.stage()) {
      case CONNECT -> "no connection within " + time;
      case SEND -> "no answer within " + time + "; the request was not sent whole";
      case HEAD -> "no answer within " + time;
      case BODY -> "the origin sent nothing more" + afterContent() + " (" + time + ")";
    };
  }

  private String unreachable() {
    return detailOr("no connection could be made");
  }

  private String closed(Attempt attempt) {
    String who = "the origin " + (isReset() ? "reset the connection" : "closed");
    return switch (attempt.stage()) {
      case CONNECT -> "the connection ended before anything was sent";
      case SEND -> who + " before the request was sent whole";
      case HEAD -> who + " before it answered";
      case BODY -> (isReset() ? who : "the origin cut its answer") + afterContent();
    };
  }

  private String invalid(Attempt attempt) {
    if (cause != null && Causes.find(cause, SSLException.class) != null) {
      return "no TLS connection: " + detailOr("the hand-shake failed");
    }
    return switch (attempt.stage()) {
      case CONNECT -> withDetail("the request cannot be sent");
      case SEND, HEAD ->
          cause != null && Causes.find(cause, EOFException.class) != null
              ? "the origin closed in the middle of its answer's head"
              : withDetail("the answer is not valid HTTP");
      case BODY -> withDetail("the answer is not valid HTTP" + afterContent());
    };
  }

  private String afterContent() {
    return bytes < 0 ? "" : String.format(Locale.ROOT, " after %,d bytes of content", bytes);
  }

  private boolean isReset() {
    return cause != null && Causes.isReset(cause);
  }

  private String detailOr(String otherwise) {
    return Objects.requireNonNullElse(cause == null ? null : Causes.words(cause), otherwise);
  }

  private String withDetail(String what) {
    String detail = cause == null ? null : Causes.words(cause);
    return detail == null ? what : what + ": " + detail;
  }

  /** In the shortest form: 250 ms, 1.5 s, 60 s. */
  private static String time(long nanos) {
    long millis = nanos / MILLI;
    if (millis < 1000) {
      return millis + " ms";
    }
    long tenths = millis / 100;
    return millis >= 10_000 || tenths % 10 == 0
        ? millis / 1000 + " s"
        : tenths / 10 + "." + tenths % 10 + " s";
  }
}
