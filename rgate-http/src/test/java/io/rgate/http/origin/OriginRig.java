package io.rgate.http.origin;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.http.DirectFrontProvider;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.testkit.transport.FrontRig;
import io.rgate.testkit.transport.RawHttp2Origin;
import io.rgate.testkit.transport.Requests;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The upstream of this module, and origins of HTTP/2: its own front, and scripts. */
abstract class OriginRig extends FrontRig {
  private final List<AutoCloseable> open = new ArrayList<>();

  final Upstream upstream = new DirectUpstreamProvider().create();

  @Override
  protected FrontProvider provider() {
    return new DirectFrontProvider();
  }

  /** The front that was made last. */
  final Endpoint front() {
    return RawHttp2Origin.endpoint(port());
  }

  /** An origin that follows {@code script}. */
  final RawHttp2Origin origin(RawHttp2Origin.Script script) throws IOException {
    RawHttp2Origin made = new RawHttp2Origin(script);
    open.add(made);
    return made;
  }

  final OriginAnswer send(Endpoint endpoint, Request request) throws UpstreamException {
    return upstream.send(endpoint, request, Requests.PATIENT);
  }

  /** The content of the answer to a GET. */
  final String ask(Endpoint endpoint) throws IOException {
    return Requests.text(send(endpoint, Requests.get("/")));
  }

  @AfterEach
  final void closeUpstream() throws Exception {
    upstream.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
