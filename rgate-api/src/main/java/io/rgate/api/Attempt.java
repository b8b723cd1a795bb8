package io.rgate.api;

import org.jspecify.annotations.Nullable;

/**
 * One try to get an answer from one endpoint.
 *
 * @param endpoint the endpoint's id
 * @param failure what went wrong, or null if the head of an answer came
 * @param nanos from the beginning of the try to its failure or to the head of the answer
 */
public record Attempt(String endpoint, @Nullable Failure failure, long nanos) {

  /** What can go wrong between the gateway and an endpoint, before an answer has begun. */
  public enum Failure {
    /** No connection could be made, so nothing was sent. */
    CONNECT,
    /** The connection ended before one byte of an answer came. */
    NO_ANSWER,
    /** No answer came in time. */
    TIMEOUT,
    /** What came is not a valid HTTP response. */
    INVALID_ANSWER,
    /** The client's own body could not be read to its end. */
    CLIENT_BODY
  }
}
