package io.rgate.http.client;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import io.rgate.http.DirectFrontProvider;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.http.tls.TestTls;
import io.rgate.testkit.transport.FrontRig;
import io.rgate.testkit.transport.RawOrigin;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.Tunnel;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.FrontProvider.TlsSettings.ClientAuth;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider.OriginTls;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS to origins, with the front of this module as the origin. */
class TlsOriginIT extends FrontRig {
  private static final OriginTls TRUSTING = Objects.requireNonNull(TestTls.trusting().tls());

  private final List<Upstream> open = new ArrayList<>();
  private TlsSettings tls = TestTls.site();
  private int streams = 100;

  @Override
  protected FrontProvider provider() {
    return new DirectFrontProvider();
  }

  @Override
  protected FrontSettings settings(InetSocketAddress address) {
    return super.settings(address).withTls(tls).withHttp2Streams(streams);
  }

  private Upstream upstream(UpstreamSettings settings) {
    Upstream made = new DirectUpstreamProvider().create(settings);
    open.add(made);
    return made;
  }

  private Upstream upstream(OriginTls other) {
    return upstream(UpstreamSettings.DEFAULT.withTls(other));
  }

  private Endpoint at(String host) {
    return endpoint("https://" + host + ":" + port());
  }

  private static Endpoint endpoint(String url) {
    return new Endpoint(url, URI.create(url), Map.of());
  }

  private static String ask(Upstream upstream, Endpoint endpoint) throws IOException {
    return text(upstream.send(endpoint, get("/"), PATIENT));
  }

  @AfterEach
  void closeUpstreams() {
    open.forEach(Upstream::close);
  }

  private static void answerHow(Exchange exchange) throws IOException {
    Peer.Tls agreed = Objects.requireNonNull(exchange.peer().tls());
    answer(
        exchange,
        exchange.head().protocol()
            + " "
            + exchange.head().scheme()
            + " "
            + agreed.version()
            + " "
            + agreed.serverName()
            + " "
            + agreed.certificates().size());
  }

  @Test
  void bothSidesAgreeOnHttp2() throws Exception {
    serve(TlsOriginIT::answerHow);
    Upstream upstream = upstream(TRUSTING);
    for (int i = 0; i < 3; i++) {
      assertThat(ask(upstream, at("localhost"))).isEqualTo("HTTP/2 https TLSv1.3 localhost 0");
    }
  }

  @Test
  void anOriginOfHttp1IsServedByHttp1() throws Exception {
    streams = 0;
    serve(exchange -> {
      note(exchange.peer().remote().toString());
      answerHow(exchange);
    });
    Upstream upstream = upstream(TRUSTING);
    assertThat(ask(upstream, at("localhost"))).isEqualTo("HTTP/1.1 https TLSv1.3 localhost 0");
    String first = noted();
    assertThat(ask(upstream, at("localhost"))).startsWith("HTTP/1.1");
    assertThat(noted()).as("the connection of the first one").isEqualTo(first);
  }

  @Test
  void http2IsOfferedOnlyIfThatIsWanted() throws Exception {
    serve(TlsOriginIT::answerHow);
    Upstream upstream = upstream(TestTls.trusting().withHttp2(false));
    assertThat(ask(upstream, at("localhost"))).startsWith("HTTP/1.1");
  }

  @Test
  void aTunnelIsOneOfHttp1AlsoWhereAConnectionOfHttp2WasMadeBefore() throws Exception {
    serve(exchange -> {
      try (Tunnel tunnel = exchange.tunnel(101, Fields.of("Upgrade", "x"))) {
        tunnel.in().transferTo(tunnel.out());
      }
    });
    Upstream upstream = upstream(TRUSTING);
    assertThat(upstream.offersTunnel(at("localhost"))).isTrue();
    assertThat(upstream.offersTunnel(endpoint("h2c://localhost:1"))).isFalse();
    OriginAnswer answer =
        upstream
            .connect(at("localhost"), Duration.ofSeconds(5))
            .send(get("/", "Connection", "upgrade", "Upgrade", "x"), PATIENT);
    try (Tunnel tunnel = Objects.requireNonNull(answer.tunnel())) {
      tunnel.out().write("hello".getBytes(StandardCharsets.US_ASCII));
      assertThat(tunnel.in().readNBytes(5)).asString().isEqualTo("hello");
      tunnel.out().close();
      assertThat(tunnel.in().readAllBytes()).isEmpty();
    }
  }

  @Test
  void anUpgradeGoesOverHttp1() throws Exception {
    serve(TlsOriginIT::answerHow);
    Upstream upstream = upstream(TRUSTING);
    OriginAnswer answer =
        upstream.send(
            at("localhost"), get("/", "Connection", "upgrade", "Upgrade", "websocket"), PATIENT);
    assertThat(text(answer)).startsWith("HTTP/1.1");
    assertThat(ask(upstream, at("localhost"))).startsWith("HTTP/2");
  }

  @Test
  void manyRequestsAtTheBeginningShareOneConnection() throws Exception {
    int many = 20;
    CountDownLatch all = new CountDownLatch(many);
    serve(exchange -> {
      note(exchange.peer().remote().toString());
      all.countDown();
      await(all);
      answerOk(exchange);
    });
    Upstream upstream = upstream(TRUSTING);
    for (int i = 0; i < many; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              note(ask(upstream, at("localhost")));
            } catch (IOException e) {
              note(e.toString());
            }
          });
    }
    String first = noted();
    for (int i = 1; i < many; i++) {
      assertThat(noted()).isEqualTo(first);
    }
    for (int i = 0; i < many; i++) {
      assertThat(noted()).isEqualTo("ok");
    }
  }

  private void assertNoConnection(Upstream upstream, Endpoint endpoint, String why) {
    assertThatThrownBy(() -> ask(upstream, endpoint))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> {
              assertThat(e.stage()).isEqualTo(Stage.CONNECT);
              assertThat(e.failure()).isEqualTo(Failure.UNREACHABLE);
              assertThat(e).hasMessageContaining(why);
            });
  }

  @Test
  void certificatesAreVerified() throws Exception {
    serve(TlsOriginIT::answerHow);
    Upstream usual = upstream(OriginTls.DEFAULT);
    assertNoConnection(usual, at("localhost"), "TLS handshake: ");
    Upstream other = upstream(OriginTls.DEFAULT.withCa(TestTls.file("other-ca.pem")));
    assertNoConnection(other, at("localhost"), "TLS handshake: ");
    assertThat(ask(upstream(TRUSTING), at("127.0.0.1"))).as("no SNI").endsWith("null 0");
  }

  @Test
  void theNameMustBeThatOfTheHostOrTheOneThatIsGiven() throws Exception {
    tls = TlsSettings.of(TestTls.pem("rsa.pem", "rsa.key"));
    serve(TlsOriginIT::answerHow);
    assertNoConnection(upstream(TRUSTING), at("localhost"), "localhost");
    Upstream named = upstream(TRUSTING.withServerName("rsa.test"));
    assertThat(ask(named, at("localhost"))).isEqualTo("HTTP/2 https TLSv1.3 rsa.test 0");
  }

  @Test
  void anOriginThatWantsACertificateGetsIt() throws Exception {
    tls = TestTls.site().withClientAuth(ClientAuth.REQUIRE, TestTls.file("ca.pem"));
    serve(TlsOriginIT::answerHow);
    for (CertificateFiles own :
        List.of(
            TestTls.pem("client.pem", "client.key"),
            CertificateFiles.keystore(TestTls.file("client.p12"), TestTls.PASSWORD))) {
      Upstream shown = upstream(TRUSTING.withCertificate(own));
      assertThat(ask(shown, at("localhost"))).startsWith("HTTP/2").doesNotEndWith(" 0");
    }
    assertThatThrownBy(() -> ask(upstream(TRUSTING), at("localhost")))
        .isInstanceOf(UpstreamException.class);
  }

  @Test
  void whoWantsSoTakesAnyCertificate() throws Exception {
    tls = TlsSettings.of(TestTls.pem("rsa.pem", "rsa.key"));
    serve(TlsOriginIT::answerHow);
    Upstream careless = upstream(OriginTls.DEFAULT.withInsecureSkipVerify());
    assertThat(ask(careless, at("localhost"))).isEqualTo("HTTP/2 https TLSv1.3 localhost 0");
  }

  @Test
  void anOriginWithoutTlsIsNamed() throws Exception {
    try (RawOrigin origin = RawOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      Endpoint wrong = endpoint("https://localhost:" + origin.endpoint().port());
      assertThatThrownBy(() -> upstream(TRUSTING).connect(wrong, Duration.ofMillis(300)))
          .as("one that waits for the end of a head")
          .isInstanceOf(UpstreamException.class);
    }
    try (RawOrigin origin =
        new RawOrigin(connection -> {
          connection.readText(5);
          connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
      Endpoint wrong = endpoint("https://localhost:" + origin.endpoint().port());
      assertNoConnection(upstream(TRUSTING), wrong, "the origin speaks no TLS, but plain HTTP");
    }
  }
}
