package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Forwarding;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Response;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.runtime.measure.NoStats;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an ACME server asks on a port without TLS. */
class ChallengeAnswersIT extends GatewayRig {
  private static final String ASKED = "/.well-known/acme-challenge/";

  /** Knows one token. */
  private static final class Source implements Certificates {
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public List<CertificateFiles> files() {
      return List.of();
    }

    @Override
    public @Nullable String answer(String token) {
      return token.equals("known") ? "known.key" : null;
    }

    @Override
    public void start() {
      started.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static Message ask(int port, String method, String target) throws Exception {
    try (Wire client = Wire.to(port)) {
      return client.send(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").response(method);
    }
  }

  @Test
  void areGivenBeforeFiltersAndRoutesAndBesideARedirection() throws Exception {
    Source source = new Source();
    RawOrigin origin = answering(OK);
    Gateway gateway =
        gateway(
            builder(Forwarding.DEFAULT, origin)
                .filter((request, next) ->
                    request.target().endsWith("/known")
                        ? Response.text(401, "no")
                        : next.handle(request))
                .tls(TlsSettings.of(source))
                .listener(new Listener("127.0.0.1", 0))
                .listener(new Listener("127.0.0.1", 0, null, 443))
                .listener(new Listener("127.0.0.1", 0, TlsSettings.of(source))));
    assertThat(source.started).hasValue(1);
    int plain = gateway.ports().get(1);
    int redirecting = gateway.ports().get(2);
    for (int port : new int[] {plain, redirecting}) {
      Message answer = ask(port, "GET", ASKED + "known");
      assertThat(answer.startLine()).startsWith("HTTP/1.1 200");
      assertThat(answer.text()).isEqualTo("known.key");
      assertThat(ask(port, "HEAD", ASKED + "known").startLine()).startsWith("HTTP/1.1 200");
    }
    // What is no token of ours is a request like any other: origins may use ACME by themselves.
    assertThat(ask(plain, "GET", ASKED + "other").text()).isEqualTo("ok");
    assertThat(ask(plain, "POST", ASKED + "known").startLine()).startsWith("HTTP/1.1 401");
    assertThat(ask(redirecting, "GET", ASKED + "other").startLine()).startsWith("HTTP/1.1 301");
    gateway.close();
    assertThat(source.closed).hasValue(1);
  }

  @Test
  void aSourceIsClosedIfTheGatewayCannotStart() {
    Source source = new Source();
    Gateway.Builder builder =
        Gateway.builder()
            .stats(NoStats.INSTANCE)
            .endpoint("http://127.0.0.1:1", Map.of("all", ""))
            .front("jdk") // which has no TLS
            .host("127.0.0.1")
            .port(0)
            .tls(TlsSettings.of(source));
    assertThatThrownBy(builder::start).isInstanceOf(InvalidConfigException.class);
    assertThat(source.started).hasValue(0);
    assertThat(source.closed).hasValue(1);
  }

  @Test
  void withoutThePluginTheModuleIsNamed() {
    ConfigFile file =
        ConfigFile.parse(
            "test.yml",
            """
            routes: []
            backends: []
            discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
            stats: {type: none}
            server: {host: 127.0.0.1, port: 0, tls: {acme: {domains: [a.test]}}}
            """);
    Gateway.Builder builder = Gateway.builder().config(file);
    assertThatThrownBy(builder::start)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("test.yml:5:")
        .hasMessageContaining("server.tls.acme")
        .hasMessageContaining("no plug-in 'acme' for server; add io.rgate:rgate-acme");
  }
}
