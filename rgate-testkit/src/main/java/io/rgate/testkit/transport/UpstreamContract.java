package io.rgate.testkit.transport;

/**
 * What every {@link io.rgate.transport.Upstream} promises that speaks HTTP/1.1. Whoever writes one
 * extends this class, says how to make it and what it lacks, and has every promise checked against
 * origins of raw sockets.
 */
public abstract class UpstreamContract extends UpstreamDialCases {

  /** For subclasses. */
  protected UpstreamContract() {}
}
