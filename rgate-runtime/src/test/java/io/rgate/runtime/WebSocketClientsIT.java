package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Clients of WebSocket of other makers. */
class WebSocketClientsIT extends TunnelRig {
  private static final String PAGE =
      """
      <script>
        const socket = new WebSocket(location.href.replace('http', 'ws').replace('page', 'chat'));
        const sent = ['hello', '', 'x'.repeat(70000)];
        const got = [];
        socket.onopen = () => sent.forEach(text => socket.send(text));
        socket.onmessage = event => {
          got.push(event.data);
          if (got.length === sent.length) socket.close(1000);
        };
        socket.onclose = event =>
          fetch('/done?' + (got.join() === sent.join()) + '-' + event.code);
      </script>
      """;

  @TempDir private Path directory;
  private RawOrigin origin;

  @BeforeEach
  void start() throws Exception {
    origin = origin(WebSocketClientsIT::serve);
  }

  /** Answers with the page, or sends back each message of a WebSocket. */
  private static void serve(Wire wire, RawOrigin origin) throws Exception {
    for (Message request = origin.next(wire); request != null; request = origin.next(wire)) {
      if (request.has("Upgrade")) {
        String proof = proof(request.first("Sec-WebSocket-Key"));
        wire.send(SWITCHED.replace("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", proof));
        echoMessages(wire);
        return;
      }
      String head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ";
      wire.send(head + PAGE.length() + "\r\n\r\n" + PAGE);
    }
  }

  /** Sends back frame for frame, to the Close frame. */
  private static void echoMessages(Wire wire) throws Exception {
    int opcode = 0;
    while (opcode != 8) {
      String head = wire.text(2);
      opcode = head.charAt(0) & 0xf;
      int said = head.charAt(1) & 0x7f;
      String more = said == 126 ? wire.text(2) : said == 127 ? wire.text(8) : "";
      int length = more.isEmpty() ? said : 0;
      for (int i = 0; i < more.length(); i++) {
        length = length << 8 | more.charAt(i);
      }
      String mask = wire.text(4);
      String payload = wire.text(length);
      StringBuilder frame = new StringBuilder(length + 10);
      frame.append(head.charAt(0)).append((char) said).append(more);
      for (int i = 0; i < length; i++) {
        frame.append((char) (payload.charAt(i) ^ mask.charAt(i % 4)));
      }
      wire.send(frame.toString());
    }
  }

  @Test
  void javasClient() throws Exception {
    int port = gateway(origin).port();
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/chat"), new Keeping(got))
              .get(30, TimeUnit.SECONDS);
      String large = "x".repeat(70_000);
      for (String text : new String[] {"hello", large}) {
        socket.sendText(text, true).get(30, TimeUnit.SECONDS);
        assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo(text);
      }
      socket.sendClose(1000, "done").get(30, TimeUnit.SECONDS);
      assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo("1000 done");
    }
  }

  /** Keeps whole messages and the end. */
  private static final class Keeping implements WebSocket.Listener {
    private final BlockingQueue<String> got;
    private final StringBuilder text = new StringBuilder();

    Keeping(BlockingQueue<String> got) {
      this.got = got;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
      text.append(piece);
      if (last) {
        got.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      got.add(status + " " + reason);
      return null;
    }
  }

  @Test
  void nodesClient() throws Exception {
    int port = gateway(origin).port();
    Path script = directory.resolve("websocket.mjs");
    try (InputStream source = WebSocketClientsIT.class.getResourceAsStream("websocket.mjs")) {
      Files.copy(source, script);
    }
    assertThat(
            Programs.run(
                Programs.required("node"),
                "--no-warnings",
                "--experimental-websocket", // of older ones than Node 22
                script.toString(),
                "ws://127.0.0.1:" + port + "/chat"))
        .isEqualTo("all right\n");
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void chromiumOverHttp11() throws Exception {
    String url = "http://127.0.0.1:" + gateway(origin).port() + "/page";
    assertThat(viaOfTheWebSocket(url)).isEqualTo("1.1 rgate");
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void chromiumOverHttp2() throws Exception {
    Path site = Path.of(Objects.requireNonNull(getClass().getResource("/tls/site.pem")).toURI());
    CertificateFiles files = CertificateFiles.pem(site, site.resolveSibling("site.key"));
    Gateway gateway = gateway(builder(Forwarding.DEFAULT, origin).tls(TlsSettings.of(files)));
    String url = "https://127.0.0.1:" + gateway.port() + "/page";
    assertThat(viaOfTheWebSocket(url)).isEqualTo("2 rgate");
  }

  /** Has a page use a WebSocket, and tells by which protocol that came to the gateway. */
  private String viaOfTheWebSocket(String url) throws Exception {
    try (Chromium browser = Chromium.open(directory, url)) {
      assertThat(browser).isNotNull();
      String via = "";
      String target = "";
      while (!target.startsWith("/done")) {
        Message request = origin.request(40);
        target = request.startLine().split(" ")[1];
        via = request.has("Upgrade") ? request.first("Via") : via;
      }
      String log = Files.readString(directory.resolve("chromium.log"), UTF_8);
      assertThat(target).as(log).isEqualTo("/done?true-1000");
      return via;
    }
  }
}
