package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Content of 1 GiB through a gateway with a heap of 64 MiB: nothing is gathered. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class LargeTransferIT {
  private static final long GIB = 1L << 30;
  private static final List<String> SMALL_HEAP =
      List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-XX:+ExitOnOutOfMemoryError");

  @TempDir private Path directory;
  private HttpServer origin;
  private Program gateway;
  private String url;

  @BeforeEach
  void start() throws Exception {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext("/", LargeTransferIT::answer);
    origin.start();
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: [{path_prefix: /, backend: all}]
        backends: [{name: all, match_labels: [all]}]
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:%d', labels: {all: ''}}]}
        """
            .formatted(origin.getAddress().getPort()));
    gateway = Program.start(directory, SMALL_HEAP, "-p", "0", "--host", "127.0.0.1");
    url = "http://127.0.0.1:" + gateway.port() + "/";
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.stop(0);
  }

  /** Sends 1 GiB to whoever asks, and tells whoever sends how much came. */
  private static void answer(HttpExchange exchange) throws IOException {
    byte[] piece = new byte[64 * 1024];
    if (exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(200, GIB);
      try (OutputStream body = exchange.getResponseBody()) {
        for (long sent = 0; sent < GIB; sent += piece.length) {
          body.write(piece);
        }
      }
    } else {
      String count = Long.toString(count(exchange.getRequestBody()));
      exchange.sendResponseHeaders(200, count.length());
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(count.getBytes());
      }
    }
  }

  private static long count(InputStream in) throws IOException {
    byte[] piece = new byte[64 * 1024];
    long sum = 0;
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      sum += count;
    }
    return sum;
  }

  @Test
  void aDownloadOfOneGibibyteArrivesWhole() throws Exception {
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(count(body)).isEqualTo(GIB);
    }
  }

  @Test
  void anUploadOfOneGibibyteArrivesWhole() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .PUT(BodyPublishers.ofInputStream(Zeros::new))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(Long.toString(GIB));
  }

  /** One GiB of zeros. */
  private static final class Zeros extends InputStream {
    private long left = GIB;

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = (int) Math.min(length, left);
      left -= count;
      return left == 0 && count == 0 ? -1 : count;
    }
  }
}
