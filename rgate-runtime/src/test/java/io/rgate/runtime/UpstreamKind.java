package io.rgate.runtime;

import java.util.function.Supplier;

/** The implementations of the upstream, each of which passes the same cases. */
enum UpstreamKind {
  HTTP_CLIENT(HttpClientUpstream::new),
  DIRECT(DirectUpstream::new);

  private final Supplier<Upstream> factory;

  UpstreamKind(Supplier<Upstream> factory) {
    this.factory = factory;
  }

  /** The JDK's client leaves out an empty query, names itself, and reads answers late. */
  boolean isJdkClient() {
    return this == HTTP_CLIENT;
  }

  Supplier<Upstream> factory() {
    return factory;
  }
}
