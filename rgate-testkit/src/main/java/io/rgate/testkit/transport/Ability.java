package io.rgate.testkit.transport;

/** What a transport may lack, if its documentation says so. */
public enum Ability {
  /** Trailer sections, of requests and of responses. */
  TRAILERS,
  /** Interim responses other than the 100 that a client has asked for. */
  INTERIM,
  /** Connections that go on without HTTP. */
  TUNNEL,
  /** A front that sees a client leave while nothing is read or written. */
  ON_GONE,
  /** Targets that {@link java.net.URI} refuses. */
  RAW_TARGETS,
  /** Bytes from 0x80 on in the values of fields. */
  OBS_TEXT,
  /** An upstream that shows an answer before all of the request was sent. */
  EARLY_ANSWER,
  /** Names of fields in the case, and fields in the order, in which they were given. */
  FIELD_CASE,
  /** A front that keeps the {@code Date} that a response has. */
  DATE,
  /** An upstream that sends the {@code Host} that a request has. */
  HOST,
  /**
   * A front that tells {@link io.rgate.transport.Front.Service#refused} each request that it
   * refuses.
   */
  TELLS_REFUSALS,
  /** A front that closes idle connections while it is drained. */
  DRAINS_IDLE,
  /** A front that limits how many connections are open, in all and for each client. */
  CONNECTION_LIMITS,

  /** An upstream that can make a connection before it has a request for it. */
  DIALS
}
