package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Clients of other makers, over kept-alive connections, with content both ways. */
class RealClientsIT extends GatewayRig {
  private static final int LARGE = 1 << 20;
  private static final String PAGE =
      """
      <script>
        const seen = [];
        const events = new EventSource('/events');
        events.onmessage = e => {
          seen.push(e.data);
          if (seen.length === 3) { events.close(); fetch('/done?' + seen.join('-')); }
        };
      </script>
      """;

  @TempDir private Path directory;
  private RawOrigin origin;
  private String url;

  @BeforeEach
  void start() throws Exception {
    origin = origin(RealClientsIT::serve);
    url = "http://127.0.0.1:" + gateway(origin).port();
  }

  private static void serve(Wire wire, RawOrigin origin) throws Exception {
    for (Message request = origin.next(wire); request != null; request = origin.next(wire)) {
      String target = request.startLine().split(" ")[1];
      if (target.startsWith("/events")) {
        wire.send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 1; i <= 3; i++) {
          wire.send("9\r\ndata: " + i + "\n\n\r\n");
          Thread.sleep(50);
        }
        wire.rest();
      } else {
        wire.send(answer(request, target));
      }
    }
  }

  private static byte[] answer(Message request, String target) {
    String content = target.startsWith("/page") ? PAGE : request.text();
    String type = target.startsWith("/page") ? "text/html" : "application/octet-stream";
    String head = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n";
    if (request.startLine().startsWith("HEAD")) {
      return (head + "Content-Length: 7\r\n\r\n").getBytes(ISO_8859_1);
    }
    return target.startsWith("/chunked")
        ? (head
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(content.length())
                + "\r\n"
                + content
                + "\r\n0\r\n\r\n")
            .getBytes(ISO_8859_1)
        : (head + "Content-Length: " + content.length() + "\r\n\r\n" + content)
            .getBytes(ISO_8859_1);
  }

  @Test
  void curl() throws Exception {
    String curl = Programs.required("curl");
    Path file = Files.write(directory.resolve("upload"), new byte[LARGE]);
    String same =
        Programs.run(
            curl, "-sS", "-m", "30", "-w", "%{http_code} %{num_connects};", url + "/a", url + "/b");
    assertThat(same).isEqualTo("200 1;200 0;"); // the second over the first one's connection
    String upload =
        Programs.run(
            curl,
            "-sS",
            "-m",
            "30",
            "-o",
            directory.resolve("back").toString(),
            "-w",
            "%{http_code} %{size_upload} %{size_download}",
            "-H",
            "Expect: 100-continue",
            "--data-binary",
            "@" + file,
            url + "/chunked");
    assertThat(upload).isEqualTo("200 " + LARGE + " " + LARGE);
    assertThat(statusOf(curl, "-T", "-", url + "/x")).isEqualTo("200");
    assertThat(Programs.run(curl, "-sS", "-m", "30", "-I", url + "/a"))
        .startsWith("HTTP/1.1 200 OK")
        .containsIgnoringCase("content-length: 7");
    assertThat(statusOf(curl, "-0", url + "/chunked")).isEqualTo("200");
  }

  private static String statusOf(String curl, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(curl, "-sS", "-m", "30", "-o", "/dev/null", "-w", "%{http_code}"));
    command.addAll(List.of(arguments));
    return Programs.run(command.toArray(String[]::new));
  }

  @Test
  void apacheHttpClient() throws Exception {
    try (CloseableHttpClient client = HttpClients.createDefault()) {
      for (int i = 0; i < 20; i++) {
        int status = client.execute(new HttpGet(url + "/a"), answer -> answer.getCode());
        assertThat(status).isEqualTo(200);
        HttpPost post = new HttpPost(url + "/chunked");
        byte[] content = new byte[LARGE / 10 + i];
        post.setEntity(
            i % 2 == 0
                ? new ByteArrayEntity(content, null)
                : new InputStreamEntity(new java.io.ByteArrayInputStream(content), null));
        byte[] back = client.execute(post, answer -> EntityUtils.toByteArray(answer.getEntity()));
        assertThat(back).hasSize(content.length);
      }
    }
    assertThat(origin.connections()).isLessThan(5);
  }

  @Test
  void okHttp() throws Exception {
    OkHttpClient client = new OkHttpClient();
    for (int i = 0; i < 20; i++) {
      byte[] content = new byte[LARGE / 10 + i];
      okhttp3.Request request =
          new okhttp3.Request.Builder().url(url + "/chunked").post(streamed(content)).build();
      try (okhttp3.Response answer = client.newCall(request).execute()) {
        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.body().bytes()).hasSize(content.length);
      }
    }
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  /** Content whose length is not known beforehand. */
  private static RequestBody streamed(byte[] content) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return null;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(content);
      }
    };
  }

  @Test
  void undici() throws Exception {
    // Node's fetch is undici.
    Path script = directory.resolve("fetch.mjs");
    try (InputStream source = RealClientsIT.class.getResourceAsStream("fetch.mjs")) {
      Files.copy(source, script);
    }
    assertThat(Programs.run(Programs.required("node"), script.toString(), url))
        .isEqualTo("all right\n");
  }

  @Test
  void h2loadOverHttp11() throws Exception {
    String report =
        Programs.run(Programs.required("h2load"), "--h1", "-n", "5000", "-c", "20", url + "/a");
    assertThat(report).contains("5000 succeeded, 0 failed, 0 errored, 0 timeout");
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void chromiumReadsServerSentEvents() throws Exception {
    assertThat(Chromium.visit(directory, url + "/page", origin)).isEqualTo("/done?1-2-3");
  }
}
