package io.rgate.runtime;

import io.rgate.runtime.front.jdk.JdkFrontProvider;
import io.rgate.runtime.upstream.jdk.HttpClientUpstreamProvider;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.UpstreamProvider;

/** What a gateway can be put together from; each of these passes the same cases. */
enum GatewayKind {
  HTTP_CLIENT(new JdkFrontProvider(), new HttpClientUpstreamProvider());

  private final FrontProvider front;
  private final UpstreamProvider upstream;

  GatewayKind(FrontProvider front, UpstreamProvider upstream) {
    this.front = front;
    this.upstream = upstream;
  }

  /** The JDK's client leaves out an empty query, names itself, and reads answers late. */
  boolean isJdkClient() {
    return this == HTTP_CLIENT;
  }

  /** The JDK's server lets through, and cuts without a word, what others answer with 400. */
  boolean isJdkServer() {
    return true;
  }

  FrontProvider front() {
    return front;
  }

  UpstreamProvider upstream() {
    return upstream;
  }
}
