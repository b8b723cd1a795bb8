package io.rgate.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Limits;
import io.rgate.http.DirectFrontProvider;
import io.rgate.testkit.transport.FrontRig;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The front of this module, and connections of HTTP/2 to it. */
abstract class Http2Rig extends FrontRig {
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;
  static final int STREAM_CLOSED = 5;
  static final int REFUSED_STREAM = 7;
  static final int CALM = 11;

  private final List<AutoCloseable> clients = new ArrayList<>();

  @Override
  protected FrontProvider provider() {
    return new DirectFrontProvider();
  }

  /** A front that was started, and whose clients {@link #http2} makes. */
  final Front started(Script script) throws IOException {
    return started(Limits.DEFAULT, script);
  }

  final Front started(Limits limits, Script script) throws IOException {
    return serve(limits, script);
  }

  static Limits limits(Duration head, Duration idle) {
    return new Limits(100, 64 * 1024, 8 * 1024, head, idle);
  }

  /** A client that has sent its preface. */
  final RawHttp2 http2() throws IOException {
    return silent().greet();
  }

  /** A client that has sent nothing. */
  final RawHttp2 silent() throws IOException {
    RawHttp2 client = new RawHttp2(port());
    clients.add(client);
    return client;
  }

  /** Another client is served. */
  final void othersAreServed() throws IOException {
    try (RawHttp2 other = RawHttp2.greeted(port())) {
      assertThat(other.get(1, "/other").reply(1).status()).isEqualTo(200);
    }
  }

  @AfterEach
  final void closeClients() throws Exception {
    for (AutoCloseable client : clients) {
      client.close();
    }
  }
}
