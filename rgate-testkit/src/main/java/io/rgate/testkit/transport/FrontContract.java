package io.rgate.testkit.transport;

/**
 * What every {@link io.rgate.transport.Front} promises that speaks HTTP/1.1. Whoever writes one
 * extends this class, says how to make it and what it lacks, and has every promise checked by raw
 * sockets.
 */
public abstract class FrontContract extends FrontResponseCases {

  /** For subclasses. */
  protected FrontContract() {}
}
