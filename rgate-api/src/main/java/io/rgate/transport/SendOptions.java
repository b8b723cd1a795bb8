package io.rgate.transport;

import io.rgate.api.Fields;
import io.rgate.api.Timeouts;
import java.time.Duration;
import java.util.Objects;

/**
 * How one request is sent to an endpoint; immutable.
 *
 * <p>Later versions may add options as further {@code with…} methods, so an object is made by
 * {@link #of}.
 */
public final class SendOptions {
  private static final String EVENTS = "text/event-stream";

  /** Longer than any process runs; fits in a count of nanoseconds. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Timeouts timeouts;
  private final Cancellation cancellation;
  private final Interim interim;

  /** Receives interim responses of an origin, on the thread that waits for the answer. */
  @FunctionalInterface
  public interface Interim {
    /** Receives an interim response of status 100 to 199, but not 101. */
    void take(int status, Fields fields);
  }

  private SendOptions(Timeouts timeouts, Cancellation cancellation, Interim interim) {
    this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
    this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
    this.interim = Objects.requireNonNull(interim, "interim");
  }

  /** Options with these timeouts, without cancellation; interim responses are dropped. */
  public static SendOptions of(Timeouts timeouts) {
    return new SendOptions(timeouts, new Cancellation(), SendOptions::ignore);
  }

  private static void ignore(int status, Fields fields) {}

  /** The same options; the request is given up when {@code other} is cancelled. */
  public SendOptions withCancellation(Cancellation other) {
    return new SendOptions(timeouts, other, interim);
  }

  /** The same options; interim responses go to {@code other}. */
  public SendOptions withInterim(Interim other) {
    return new SendOptions(timeouts, cancellation, other);
  }

  /**
   * How long to wait for a connection, for the head of the answer (from the last byte of the
   * request), and for the next piece of content.
   */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** Is cancelled when the answer is no longer wanted. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** Receives interim responses. */
  public Interim interim() {
    return interim;
  }

  /**
   * How long the content of an answer with these fields may pause. Server-sent events have no
   * limit, because their sender is silent until an event happens.
   */
  public Duration idleOf(Fields answer) {
    String type = answer.get("Content-Type");
    boolean events = type != null && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
    return events ? FOR_EVER : timeouts.idleBody();
  }
}
