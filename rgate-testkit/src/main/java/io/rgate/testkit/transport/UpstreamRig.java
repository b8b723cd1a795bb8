package io.rgate.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An upstream and origins that speak by script; all of them are closed after each test. */
public abstract class UpstreamRig extends TransportRig {
  /** An answer whose content is {@code hello}. */
  protected static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable Upstream upstream;

  /** For subclasses. */
  protected UpstreamRig() {}

  /** Makes the upstreams in question. */
  protected abstract UpstreamProvider provider();

  @BeforeEach
  final void create() {
    upstream = provider().create();
    open.add(upstream);
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** The upstream of this test. */
  protected final Upstream upstream() {
    return Objects.requireNonNull(upstream);
  }

  /** An origin that follows {@code script}. */
  protected final RawOrigin origin(RawOrigin.Script script) throws IOException {
    return keep(new RawOrigin(script));
  }

  /** An endpoint to which no connection is made, and none is refused. */
  protected final Endpoint blackHole() throws IOException, InterruptedException {
    ServerSocket full = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    for (int i = 0; i < 4; i++) {
      // With its queue full, Linux answers no further connection.
      SocketChannel filler = keep(SocketChannel.open());
      filler.configureBlocking(false);
      filler.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
    }
    TimeUnit.MILLISECONDS.sleep(50);
    return RawOrigin.endpoint(full.getLocalPort());
  }

  /** Has {@code resource} closed after the test. */
  protected final <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  /** Sends {@code request} with much patience. */
  protected final OriginAnswer send(RawOrigin origin, Request request) throws UpstreamException {
    return upstream().send(origin.endpoint(), request, Requests.PATIENT);
  }

  /** The content of the answer to a GET. */
  protected final String ask(RawOrigin origin) throws IOException {
    return Requests.text(send(origin, Requests.get("/")));
  }

  /** The failure that sending brings, which must be {@code failure}. */
  protected final ObjectAssert<UpstreamException> assertFails(
      Failure failure, Endpoint endpoint, Request request, SendOptions options) {
    return assertThatThrownBy(() -> upstream().send(endpoint, request, options))
        .asInstanceOf(type(UpstreamException.class))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(failure));
  }
}
