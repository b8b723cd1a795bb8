package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Clients of other makers that speak HTTP/2 by TLS. */
class RealTlsClientsIT extends GatewayRig {
  private static final int OBJECTS = 100;

  /** Tells how many objects came, and by which protocols. */
  private static final String PAGE =
      """
      <!doctype html><body><script>
        for (let i = 0; i < %d; i++) {
          const image = new Image();
          image.src = '/object/' + i + '.svg';
          document.body.append(image);
        }
        addEventListener('load', () => {
          const came = [...document.images].filter(i => i.complete && i.naturalWidth === 7).length;
          const used = new Set(performance.getEntriesByType('resource').map(e => e.nextHopProtocol));
          fetch('/done?' + came + '-' + [...used].join(','));
        });
      </script>
      """
          .formatted(OBJECTS);

  private static final String OBJECT =
      "<svg xmlns='http://www.w3.org/2000/svg' width='7' height='7'></svg>";

  @TempDir private Path directory;
  private Path certificates;
  private RawOrigin origin;
  private String url;

  @BeforeEach
  void start() throws Exception {
    certificates =
        Path.of(Objects.requireNonNull(getClass().getResource("/tls/site.pem")).toURI())
            .getParent();
    CertificateFiles site =
        CertificateFiles.pem(certificates.resolve("site.pem"), certificates.resolve("site.key"));
    origin = origin(RealTlsClientsIT::serve);
    Gateway gateway =
        gateway(builder(Forwarding.DEFAULT, origin).front("direct").tls(TlsSettings.of(site)));
    url = "https://localhost:" + gateway.port();
  }

  private static void serve(Wire wire, RawOrigin origin) throws Exception {
    for (Message request = origin.next(wire); request != null; request = origin.next(wire)) {
      String target = request.startLine().split(" ")[1];
      if (target.startsWith("/page")) {
        wire.send(answer("text/html", PAGE));
      } else if (target.startsWith("/object")) {
        wire.send(answer("image/svg+xml", OBJECT));
      } else {
        wire.send(answer("text/plain", request.text()));
      }
    }
  }

  private static byte[] answer(String type, String content) {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: ";
    return (head + content.length() + "\r\n\r\n" + content).getBytes(UTF_8);
  }

  @Test
  void h2load() throws Exception {
    String report =
        Programs.run(Programs.required("h2load"), "-n", "2000", "-c", "4", "-m", "100", url + "/a");
    assertThat(report)
        .contains("Application protocol: h2")
        .contains("2000 succeeded, 0 failed, 0 errored, 0 timeout");
  }

  @Test
  void node() throws Exception {
    Path script = directory.resolve("http2.mjs");
    try (InputStream source = Objects.requireNonNull(getClass().getResourceAsStream("http2.mjs"))) {
      Files.copy(source, script);
    }
    String ca = certificates.resolve("ca.pem").toString();
    assertThat(Programs.run(Programs.required("node"), script.toString(), url, ca))
        .isEqualTo("all right\n");
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void chromiumLoadsAPageOfAHundredObjects() throws Exception {
    assertThat(Chromium.visit(directory, url + "/page", origin))
        .isEqualTo("/done?" + OBJECTS + "-h2");
  }
}
