package io.rgate.transport;

import io.rgate.api.Fields;
import io.rgate.api.Timeouts;
import java.time.Duration;
import java.util.Objects;

/**
 * How one request is sent to an endpoint; immutable.
 *
 * <p>Grows by further {@code with…} methods, so it is made by {@link #of}.
 */
public final class SendOptions {
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
   * How long to wait for a connection, for the head of the answer from the last byte of the request
   * on, and for the next piece of content.
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
   * How long the content of an answer with these fields may pause. Server-sent events may do so for
   * ever: their sender has nothing to say until something happens.
   */
  public Duration idleOf(Fields answer) {
    String type = answer.get("Content-Type");
    boolean events = type != null && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
    return events ? FOR_EVER : timeouts.idleBody();
  }
}
