package io.rgate.runtime.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Attempts;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.UpstreamException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureLineTest {
  private static final Request REQUEST =
      Request.builder("GET", "/a?token=secret").fields(Fields.of("X-Request-Id", "4711")).build();
  private static final long MS = 1_000_000;

  private static Attempts attempts(Stage stage, @Nullable Failure failure, long millis) {
    return new Attempts("/", "b", List.of(new Attempt("one", stage, failure, millis * MS)));
  }

  /** What can be known of one attempt, and the words for it. */
  static Stream<Arguments> attempts() {
    return Stream.of(
        arguments(
            Stage.CONNECT,
            Failure.UNREACHABLE,
            new ConnectException("Connection refused"),
            "connection refused (12 ms)"),
        arguments(
            Stage.CONNECT,
            Failure.UNREACHABLE,
            new UnknownHostException("api.test: Name or service not known"),
            "no such host: api.test (12 ms)"),
        arguments(
            Stage.CONNECT,
            Failure.UNREACHABLE,
            new NoRouteToHostException("No route to host"),
            "no route to the host (12 ms)"),
        arguments(
            Stage.CONNECT,
            Failure.UNREACHABLE,
            new SocketException("Too many open files"),
            "this process may open no more files and connections (12 ms)"),
        arguments(
            Stage.CONNECT,
            Failure.UNREACHABLE,
            new ConnectException("16384 connections to a:80 in use"),
            "16384 connections to a:80 in use (12 ms)"),
        arguments(
            Stage.CONNECT,
            Failure.UNREACHABLE,
            new ConnectException().initCause(new ClosedChannelException()),
            "no connection could be made (12 ms)"),
        arguments(
            Stage.CONNECT,
            Failure.CLOSED,
            new ClosedChannelException(),
            "the connection ended before anything was sent (12 ms)"),
        arguments(
            Stage.CONNECT,
            Failure.INVALID,
            new IllegalArgumentException("method holds a blank"),
            "the request cannot be sent: method holds a blank (12 ms)"),
        arguments(
            Stage.SEND,
            Failure.CLOSED,
            new IOException("Broken pipe"),
            "the origin reset the connection before the request was sent whole (12 ms)"),
        arguments(
            Stage.SEND,
            Failure.CLOSED,
            new AsynchronousCloseException(),
            "the origin closed before the request was sent whole (12 ms)"),
        arguments(
            Stage.SEND,
            Failure.CLIENT,
            new RequestContentException(408, "the client's content does not come", null),
            "the client's content does not come (12 ms)"),
        arguments(Stage.SEND, Failure.CLIENT, null, "the client's content broke off (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.CLOSED,
            new EOFException("the origin closed in the middle of a line"),
            "the origin closed before it answered (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.CLOSED,
            new SocketException("Connection reset"),
            "the origin reset the connection before it answered (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.INVALID,
            new EOFException("the origin closed in the middle of a line"),
            "the origin closed in the middle of its answer's head (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.INVALID,
            new ProtocolException("the origin's status is no number"),
            "the answer is not valid HTTP: the origin's status is no number (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.INVALID,
            new IOException("java.lang.IllegalStateException: frame"),
            "the answer is not valid HTTP (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.INVALID,
            new SSLHandshakeException("PKIX path building failed: sun.security.provider.X: no"),
            "no TLS connection: the origin's certificate is not trusted (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.INVALID,
            new SSLHandshakeException("No subject alternative names present"),
            "no TLS connection: the origin's certificate is for another name (12 ms)"),
        arguments(
            Stage.HEAD,
            Failure.INVALID,
            new SSLHandshakeException("Remote host terminated the handshake"),
            "no TLS connection: the hand-shake failed (12 ms)"));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void saysWhatHappenedInPlainWords(
      Stage stage, Failure failure, @Nullable Throwable cause, String words) {
    Throwable last = cause == null ? null : new UpstreamException(stage, failure, "x", cause);

    assertThat(FailureLine.of(REQUEST, "503: no answer", attempts(stage, failure, 12), last))
        .isEqualTo("4711 GET /a -> 503: no answer; one: " + words);
  }

  static Stream<Arguments> times() {
    return Stream.of(
        arguments(Stage.CONNECT, 5_003, "no connection within 5 s"),
        arguments(Stage.CONNECT, 250, "no connection within 250 ms"),
        arguments(Stage.SEND, 60_004, "no answer within 60 s; the request was not sent whole"),
        arguments(Stage.HEAD, 60_012, "no answer within 60 s"),
        arguments(Stage.HEAD, 1_512, "no answer within 1.5 s"),
        arguments(Stage.HEAD, 600_000, "no answer within 600 s"));
  }

  @ParameterizedTest
  @MethodSource("times")
  void saysHowLongItWasWaited(Stage stage, long millis, String words) {
    assertThat(
            FailureLine.of(
                REQUEST, "504", attempts(stage, Failure.TIMEOUT, millis), new AssertionError("x")))
        .isEqualTo("4711 GET /a -> 504; one: " + words);
  }

  static Stream<Arguments> cuts() {
    return Stream.of(
        arguments(
            Failure.CLOSED,
            new EOFException("the origin closed 12 bytes before the content's end"),
            "the origin cut its answer after 1,234 bytes of content (20 ms)"),
        arguments(
            Failure.CLOSED,
            new IOException("x", new SocketException("Connection reset")),
            "the origin reset the connection after 1,234 bytes of content (20 ms)"),
        arguments(
            Failure.TIMEOUT,
            new SocketTimeoutException("the connection was closed for want of an answer"),
            "the origin sent nothing more after 1,234 bytes of content (20 ms)"),
        arguments(
            Failure.INVALID,
            new ProtocolException("a chunk's size is no number"),
            "the answer is not valid HTTP after 1,234 bytes of content: a chunk's size is no"
                + " number (20 ms)"));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void saysHowMuchOfAnAnswerCame(Failure failure, IOException broken, String words) {
    assertThat(FailureLine.cut(REQUEST, 1234, attempts(Stage.BODY, failure, 20), broken))
        .isEqualTo("4711 GET /a -> cut; one: " + words);
  }

  @Test
  void tellsEachAttempt() {
    Attempts tried =
        new Attempts(
            "/",
            "b",
            List.of(
                new Attempt("one", Stage.CONNECT, Failure.UNREACHABLE, 1_500_000),
                new Attempt("0123456789abcdef".repeat(4), Stage.HEAD, Failure.TIMEOUT, 60_000 * MS),
                new Attempt("three", Stage.BODY, null, 2 * MS)));

    assertThat(FailureLine.of(REQUEST, "504: no answer", tried, null))
        .isEqualTo(
            "4711 GET /a -> 504: no answer; one: no connection could be made (1 ms);"
                + " 0123456789ab: no answer within 60 s; three: it answered (2 ms)");
  }

  @Test
  void saysWithoutAttemptsOnlyWhatHappened() {
    assertThat(FailureLine.of(REQUEST, "500: why", Attempts.NONE, null))
        .isEqualTo("4711 GET /a -> 500: why");
  }

  @Test
  void whatAnOriginSentCannotBreakTheLine() {
    IOException evil = new ProtocolException("status \"\r\n2026 FAKE\u001b[2J" + "x".repeat(999));

    String line =
        FailureLine.of(
            REQUEST, "502", attempts(Stage.HEAD, Failure.INVALID, 1), new IOException(evil));

    assertThat(line).doesNotContain("\r", "\n", "\u001b").hasSizeLessThan(400);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void noStageOfAnyFailureShowsNamesOfTheProgram(Failure failure) {
    for (Stage stage : Stage.values()) {
      Throwable last = new UpstreamException(stage, failure, "x", new AsynchronousCloseException());
      String line = FailureLine.of(REQUEST, "503", attempts(stage, failure, 3), last);

      assertThat(line).doesNotContain("Exception", "java", "null", failure.name(), stage.name());
    }
  }

  @Test
  void linesOfOneKindHaveTheEndpointTheFailureAndTheStatusInCommon() {
    assertThat(FailureLine.kind(attempts(Stage.HEAD, Failure.TIMEOUT, 60_012), 504))
        .isEqualTo("one: no answer in time, 504");
    assertThat(FailureLine.kind(attempts(Stage.BODY, Failure.CLOSED, 3), 502))
        .isEqualTo("one: the origin cut its answer, 502");
    assertThat(FailureLine.kind(new Attempts("/", "b", List.of()), 503))
        .isEqualTo("backend b: no endpoint, 503");
    assertThat(FailureLine.kind(Attempts.NONE, 500)).isEqualTo("no backend: no endpoint, 500");
  }
}
