package io.rgate.http.client;

import io.rgate.api.Request;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.time.Duration;

/** Sends requests to one endpoint, and keeps its connections. For any number of threads. */
interface Sender {

  /** As {@link io.rgate.transport.Upstream#send}. */
  OriginAnswer send(Request request, SendOptions options) throws UpstreamException;

  /** As {@link io.rgate.transport.Upstream#hasConnection}. */
  boolean hasConnection();

  /** As {@link io.rgate.transport.Upstream#connect}. */
  Connected connect(Duration atMost) throws UpstreamException;

  /** Whether no connection is open, as for an endpoint that no longer exists. */
  boolean isUnused();

  /** Closes all connections, also those in use and those that are being made. */
  void close();
}
