package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.OddPlugins.Odd;
import io.rgate.runtime.OddPlugins.OddSink;
import io.rgate.spi.Discovered;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a start fails: what was given is closed, once. */
class FailedStartIT {

  private static ConfigFile file(String section) {
    return ConfigFile.parse("test.yml", "routes: []\nbackends: []\n" + section);
  }

  static List<Named<Consumer<Gateway.Builder>>> mistakes() {
    return List.of(
        Named.of("a route to nowhere", b -> b.route("/a", "nobody")),
        Named.of("an unknown route table", b -> b.config(file("routing: {type: nope}"))),
        Named.of("a key the table refuses", b -> b.config(file("routing: {fast: true}"))),
        Named.of("a sink's wrong key", b -> b.config(file("stats: {type: none, x: 1}"))),
        Named.of("an unknown sink", b -> b.config(file("stats: {type: nope}"))),
        Named.of("endpoints beside a discovery", b -> b.endpoint("http://a:1", Map.of("a", ""))),
        Named.of("an upstream that throws", b -> b.upstream(new NoUpstream())),
        Named.of("servers that throw", b -> b.httpServer(new NoServers())),
        Named.of("no such host", b -> b.host("no-such-host.invalid")),
        Named.of("an admin's port in use", FailedStartIT::adminInUse));
  }

  private static final class NoUpstream implements UpstreamProvider {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
      return true;
    }

    @Override
    public Upstream create() {
      throw new AssertionError("no upstream");
    }
  }

  private static final class NoServers extends HttpServerProvider {
    @Override
    public HttpServer createHttpServer(InetSocketAddress address, int backlog) {
      throw new AssertionError("no server");
    }

    @Override
    public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) {
      throw new AssertionError("no server");
    }
  }

  /** Left open until the process ends: the port is to be in use. */
  private static void adminInUse(Gateway.Builder builder) {
    try {
      ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
      builder.admin("127.0.0.1", taken.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatWasGivenIsClosedOnce(Consumer<Gateway.Builder> mistake) {
    Odd discovery = new Odd(listener -> listener.report(Discovered.of()), () -> {});
    OddSink sink = new OddSink(() -> {});
    Gateway.Builder builder =
        Gateway.builder().discovery(discovery).stats(sink).host("127.0.0.1").port(0);
    mistake.accept(builder);

    Throwable failure = catchThrowable(builder::start);

    assertThat(failure)
        .isInstanceOfAny(
            InvalidConfigException.class, UncheckedIOException.class, AssertionError.class);
    assertThat(discovery.closed).as("discovery, after %s", failure).hasValue(1);
    assertThat(sink.closed).as("sink, after %s", failure).hasValue(1);
  }

  @Test
  void aBuilderWhoseObjectsAreClosedStartsNothing() {
    Gateway.Builder builder = Gateway.builder().stats(new OddSink(() -> {})).route("/a", "nobody");
    assertThat(catchThrowable(builder::start)).isInstanceOf(InvalidConfigException.class);

    assertThat(catchThrowable(builder::start))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("take a new builder");
  }
}
