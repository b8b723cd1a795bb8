package io.rgate.transport;

import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Timeouts;
import io.rgate.transport.Exchange.Tunnel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to endpoints; safe for use by many threads at once.
 *
 * <p>An upstream must do this for the gateway:
 *
 * <ul>
 *   <li>It sends the request's fields unchanged, except for those of framing: {@code
 *       Content-Length} or {@code Transfer-Encoding} come from the body. A request without content
 *       gets a {@code Content-Length: 0} only if its own fields have a {@code Content-Length} and
 *       its method usually has content. Scheme and authority of the connection come from the
 *       endpoint alone. {@code Host} is the request's; if it has none, the endpoint's authority.
 *   <li>It reads and sends the content piece by piece as it comes. An answer may come before all
 *       content was sent; both directions then go on at the same time. Content that has not been
 *       read when the answer's body is closed is given up. A failure of the content's own stream is
 *       reported differently from a failure of the origin: see {@link UpstreamException}.
 *   <li>{@link #send} returns as soon as the head of a final answer has been read and its framing
 *       has been checked; an answer of ambiguous framing is never passed on. Interim responses go
 *       to {@link SendOptions#interim}.
 *   <li>The answer's stream reports its end only when the whole content came; otherwise a read
 *       throws: {@link java.net.SocketTimeoutException} if neither direction has moved for the time
 *       of {@link SendOptions#idleOf}, {@link java.net.ProtocolException} if the bytes are not
 *       HTTP. Its {@code available} gives what can be read without waiting. Its trailers are known
 *       after its end was read.
 *   <li>The code that gets an answer closes its body's stream, once or more, from any thread; the
 *       upstream then keeps or closes the connection. A connection is used again only after an
 *       answer that was complete and had no bytes after it.
 *   <li>The upstream itself sends a request a second time only in three cases: an idle connection
 *       took no byte of it; or the origin said that it did nothing with it (RFC 9113, 8.7); or the
 *       request has no content, its method is safe and no byte of an answer came (RFC 9110, 9.2.2).
 *       It never reads the content's stream twice.
 * </ul>
 */
public interface Upstream extends AutoCloseable {

  /**
   * Sends {@code originRequest} to {@code endpoint}, on the caller's thread, and returns the answer
   * as soon as its head is there.
   *
   * @throws UpstreamException if no valid head of an answer came
   */
  OriginAnswer send(Endpoint endpoint, Request originRequest, SendOptions options)
      throws UpstreamException;

  /**
   * Whether a request to {@code endpoint} needs no new connection at this moment. It is asked
   * often, so it must not wait and must cost little; it may be wrong, for connections come and go.
   *
   * <p>The default says so always: then {@link #connect} is never called, and no other endpoint is
   * dialled while a connection is slow to be made.
   */
  default boolean hasConnection(Endpoint endpoint) {
    return true;
  }

  /**
   * Makes a connection to {@code endpoint} on the caller's thread, and sends nothing of a request.
   * Called only by whoever has got false from {@link #hasConnection}.
   *
   * @param atMost how long this may take
   * @return the connection, which is used or given back exactly once
   * @throws UpstreamException of stage {@code CONNECT} if there is none, as {@link #send} says it
   * @throws UnsupportedOperationException if this upstream cannot do so
   */
  default Connected connect(Endpoint endpoint, Duration atMost) throws UpstreamException {
    throw new UnsupportedOperationException("connections are made by send only");
  }

  /**
   * Whether interim responses of {@code endpoint} get to {@link SendOptions#interim}, and {@code
   * Expect} to the endpoint: else it cannot be asked whether it wants the content. The default says
   * no.
   */
  default boolean tellsInterim(Endpoint endpoint) {
    return false;
  }

  /**
   * Whether a request to {@code endpoint} with {@code Connection: Upgrade} may be answered with 101
   * and a tunnel; asked before such a request is sent. The default says no: then no such request is
   * sent.
   */
  default boolean offersTunnel(Endpoint endpoint) {
    return false;
  }

  /** Closes all connections, also those in use; threads that wait on them get an exception. */
  @Override
  void close();

  /**
   * The head of an origin's final answer, and the content that follows it.
   *
   * @param status 200 to 599; or 101 where the request asked for an upgrade
   * @param fields the header section as it came, those of framing and of the connection included
   * @param body the content; its length is 0 in answer to HEAD and with 204 and 304, whatever the
   *     fields tell
   * @param tunnel both directions behind a 101, else null
   */
  record OriginAnswer(int status, Fields fields, Body body, @Nullable Tunnel tunnel) {

    /** An answer that is followed by its content. */
    public OriginAnswer(int status, Fields fields, Body body) {
      this(status, fields, body, null);
    }
  }

  /**
   * A connection that was made beforehand and belongs to whoever has it. For one thread at a time;
   * one of the two methods is called, once.
   */
  interface Connected {
    /**
     * Sends {@code originRequest} on it; everything else is as in {@link Upstream#send}. Where the
     * connection turns out to be closed before a byte was sent, a new one may be made.
     *
     * @throws UpstreamException if no valid head of an answer came
     */
    OriginAnswer send(Request originRequest, SendOptions options) throws UpstreamException;

    /** Leaves it to later requests of the same upstream. */
    void keep();
  }

  /**
   * How one request is sent to an endpoint; immutable.
   *
   * <p>Grows by further {@code with…} methods, so it is made by {@link #of}.
   */
  final class SendOptions {
    private static final String EVENTS = "text/event-stream";

    /** Longer than any process runs, and still to be counted in nanoseconds. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Timeouts timeouts;
    private final Cancellation cancellation;
    private final Interim interim;

    /** Takes interim responses of an origin, on the thread that waits for the answer. */
    @FunctionalInterface
    public interface Interim {
      /** Takes one of status 100 to 199, but not 101. */
      void take(int status, Fields fields);
    }

    private SendOptions(Timeouts timeouts, Cancellation cancellation, Interim interim) {
      this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
      this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
      this.interim = Objects.requireNonNull(interim, "interim");
    }

    /** With these timeouts; nobody can cancel, and interim responses are left out. */
    public static SendOptions of(Timeouts timeouts) {
      return new SendOptions(timeouts, new Cancellation(), SendOptions::ignore);
    }

    private static void ignore(int status, Fields fields) {}

    /** The same, to be given up when {@code other} is cancelled. */
    public SendOptions withCancellation(Cancellation other) {
      return new SendOptions(timeouts, other, interim);
    }

    /** The same, with interim responses told to {@code other}. */
    public SendOptions withInterim(Interim other) {
      return new SendOptions(timeouts, cancellation, other);
    }

    /**
     * How long to wait for a connection, for the head of the answer from the last byte of the
     * request on, and for the next piece of content.
     */
    public Timeouts timeouts() {
      return timeouts;
    }

    /** Tells when nobody wants the answer any more. */
    public Cancellation cancellation() {
      return cancellation;
    }

    /** Takes interim responses. */
    public Interim interim() {
      return interim;
    }

    /**
     * How long the content of an answer with these fields may pause. Server-sent events may do so
     * for ever: their sender has nothing to say until something happens.
     */
    public Duration idleOf(Fields answer) {
      String type = answer.get("Content-Type");
      boolean events = type != null && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
      return events ? FOR_EVER : timeouts.idleBody();
    }
  }
}
