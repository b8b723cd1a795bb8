package io.rgate.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to get an answer from one endpoint.
 *
 * @param endpoint the endpoint's id
 * @param name what people call the endpoint; the id if it has no other name
 * @param stage how far the attempt got
 * @param failure what went wrong, or null if nothing went wrong
 * @param nanos the time from the beginning of the attempt to its failure or to the head of the
 *     answer
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

  /** How far an attempt got: the step at which it failed, or {@link #BODY} if it did not fail. */
  public enum Stage {
    /** Making a connection. No byte of the request has been sent. */
    CONNECT,
    /** Sending the request. A part of it may have arrived. */
    SEND,
    /** Waiting for the head of an answer. The whole request may have arrived. */
    HEAD,
    /** Reading the content of an answer whose head has been read. */
    BODY
  }

  /** What can go wrong between the gateway and an endpoint. */
  public enum Failure {
    /** No connection could be made: refused, reset, or no such address. */
    UNREACHABLE,
    /** A timeout ran out; the stage tells which one. */
    TIMEOUT,
    /** The connection ended before the answer was complete. */
    CLOSED,
    /** The bytes that the endpoint sent are not a valid HTTP response. */
    INVALID,
    /**
     * The client's content ended early, was too large or stalled. This is no fault of the origin.
     */
    CLIENT,
    /**
     * Content that a filter put in place of the client's failed or was too short. This is a fault
     * of the filter.
     */
    CONTENT
  }

  /** An attempt at {@code endpoint} that got the whole answer in no time; the withers change it. */
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
