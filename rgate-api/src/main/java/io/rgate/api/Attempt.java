package io.rgate.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One try to get an answer from one endpoint.
 *
 * @param endpoint the endpoint's id
 * @param name what people call the endpoint; the id if it has no other name
 * @param stage how far it got
 * @param failure what went wrong, or null if nothing did
 * @param nanos from the beginning of the try to its failure or to the head of the answer
 */
public record Attempt(
    String endpoint, String name, Stage stage, @Nullable Failure failure, long nanos) {

  /** Refuses nulls. */
  public Attempt {
    requireNonNull(endpoint, "endpoint");
    requireNonNull(name, "name");
    requireNonNull(stage, "stage");
  }

  /** An attempt at an endpoint that has no name besides its id. */
  public Attempt(String endpoint, Stage stage, @Nullable Failure failure, long nanos) {
    this(endpoint, endpoint, stage, failure, nanos);
  }

  /** How far an attempt got: what it was about when it failed, or {@link #BODY}. */
  public enum Stage {
    /** Making a connection: nothing has been sent. */
    CONNECT,
    /** Sending the request: some of it may have arrived. */
    SEND,
    /** Waiting for the head of an answer: all of the request may have arrived. */
    HEAD,
    /** Reading the content of an answer whose head came. */
    BODY
  }

  /** What can go wrong between the gateway and an endpoint. */
  public enum Failure {
    /** No connection could be made: refused, reset, or no such address. */
    UNREACHABLE,
    /** It took too long; the stage says what did. */
    TIMEOUT,
    /** The connection ended too early. */
    CLOSED,
    /** What came is not a valid HTTP response. */
    INVALID,
    /** The client's own content broke off, was too large or stalled: the origin is not to blame. */
    CLIENT,
    /** Content that a filter put in place of the client's failed or was too short: its fault. */
    CONTENT
  }

  /** An attempt at {@code endpoint} that got its whole answer at once; change it by the withers. */
  public static Attempt at(String endpoint) {
    return new Attempt(endpoint, Stage.BODY, null, 0);
  }

  /** The same attempt, which got as far as {@code reached}. */
  public Attempt withStage(Stage reached) {
    return new Attempt(endpoint, name, reached, failure, nanos);
  }

  /** The same attempt, which took {@code taken} nanoseconds. */
  public Attempt withNanos(long taken) {
    return new Attempt(endpoint, name, stage, failure, taken);
  }

  /** The same attempt at an endpoint that is called {@code other}. */
  public Attempt withName(String other) {
    return new Attempt(endpoint, other, stage, failure, nanos);
  }

  /** Whether it is certain that no byte of the request was sent. */
  public boolean nothingSent() {
    return stage == Stage.CONNECT;
  }

  /** The same attempt, failed with {@code why} after {@code after} nanoseconds. */
  public Attempt failed(Failure why, long after) {
    return new Attempt(endpoint, name, stage, why, after);
  }
}
