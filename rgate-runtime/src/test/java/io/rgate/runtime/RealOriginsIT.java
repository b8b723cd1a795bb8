package io.rgate.runtime;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider.OriginTls;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The upstream {@code direct} with nginx as the origin: HTTP/2 without TLS, and with it by ALPN.
 */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class RealOriginsIT {
  private static final String CONTENT = "0123456789abcdef".repeat(100_000);

  @TempDir private Path folder;
  private final int plain = freePort();
  private final int secure = freePort();
  private Process nginx;
  private Upstream upstream;

  RealOriginsIT() throws IOException {}

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static Path tls(String name) throws Exception {
    return Path.of(Objects.requireNonNull(RealOriginsIT.class.getResource("/tls/" + name)).toURI());
  }

  @BeforeEach
  void start() throws Exception {
    String program = Programs.required("nginx");
    Files.writeString(folder.resolve("large"), CONTENT);
    Path file = folder.resolve("nginx.conf");
    Files.writeString(
        file,
        """
        daemon off; master_process off; pid %1$s/pid; error_log %1$s/log;
        events {}
        http {
          access_log off; client_max_body_size 10m;
          client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
          http2_max_concurrent_streams 8;
          server {
            listen 127.0.0.1:%2$d http2;
            listen 127.0.0.1:%3$d ssl http2;
            ssl_certificate %4$s; ssl_certificate_key %5$s;
            root %1$s;
            location = /how { return 200 "$server_protocol $scheme $host $ssl_server_name"; }
          }
        }
        """
            .formatted(folder, plain, secure, tls("site.pem"), tls("site.key")));
    nginx =
        new ProcessBuilder(program, "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    awaitPort();
    OriginTls trusting = OriginTls.DEFAULT.withCa(tls("ca.pem")).withServerName("localhost");
    upstream = new DirectUpstreamProvider().create(UpstreamSettings.DEFAULT.withTls(trusting));
  }

  private void awaitPort() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Socket made = new Socket(InetAddress.getLoopbackAddress(), secure)) {
        assertThat(made.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new AssertionError("nginx does not listen: " + Files.readString(folder.resolve("out")));
  }

  @AfterEach
  void stop() throws Exception {
    if (upstream != null) {
      upstream.close();
    }
    if (nginx != null) {
      nginx.destroy();
      assertThat(nginx.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Endpoint endpoint(String url) {
    return new Endpoint(url, URI.create(url), Map.of());
  }

  @Test
  void nginxIsSpokenToByHttp2() throws Exception {
    Endpoint h2c = endpoint("h2c://127.0.0.1:" + plain);
    Endpoint https = endpoint("https://127.0.0.1:" + secure);
    assertThat(text(upstream.send(h2c, get("/how", "Host", "a.test"), PATIENT)))
        .isEqualTo("HTTP/2.0 http a.test ");
    assertThat(text(upstream.send(https, get("/how", "Host", "a.test"), PATIENT)))
        .isEqualTo("HTTP/2.0 https a.test localhost");
    for (Endpoint each : List.of(h2c, https)) {
      assertThat(text(upstream.send(each, get("/large"), PATIENT)).equals(CONTENT)).isTrue();
      Body upload = Body.of(CONTENT);
      assertThat(upstream.send(each, request("PUT", "/large", upload), PATIENT).status())
          .as("not allowed there")
          .isEqualTo(405);
      many(each);
    }
  }

  /** More than nginx lets be under way on a connection. */
  private void many(Endpoint endpoint) throws Exception {
    List<FutureTask<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      FutureTask<String> task =
          new FutureTask<>(() -> text(upstream.send(endpoint, get("/large"), PATIENT)));
      Thread.ofVirtual().start(task);
      tasks.add(task);
    }
    for (FutureTask<String> task : tasks) {
      assertThat(task.get(30, TimeUnit.SECONDS).equals(CONTENT)).isTrue();
    }
  }
}
