package io.rgate.runtime;

import io.rgate.http.DirectFrontProvider;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.runtime.front.jdk.JdkFrontProvider;
import io.rgate.runtime.upstream.jdk.HttpClientUpstreamProvider;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.UpstreamProvider;

/** What a gateway can be put together from; each of these passes the same cases. */
enum GatewayKind {
  /** The JDK's server and client. */
  JDK(new JdkFrontProvider(), new HttpClientUpstreamProvider()),
  /** The JDK's server, connections of our own. */
  JDK_FRONT(new JdkFrontProvider(), new DirectUpstreamProvider()),
  /** Our own on both sides. */
  DIRECT(new DirectFrontProvider(), new DirectUpstreamProvider());

  private final FrontProvider front;
  private final UpstreamProvider upstream;

  GatewayKind(FrontProvider front, UpstreamProvider upstream) {
    this.front = front;
    this.upstream = upstream;
  }

  /** The JDK's client leaves out an empty query, names itself, and reads answers late. */
  boolean isJdkClient() {
    return this == JDK;
  }

  /** The JDK's server lets through, and cuts without a word, what others answer with 400. */
  boolean isJdkServer() {
    return this != DIRECT;
  }

  FrontProvider front() {
    return front;
  }

  UpstreamProvider upstream() {
    return upstream;
  }
}
