package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests over connections of their own, so that no client hides a failure by trying again. */
final class Traffic {
  /** What is there instead of content that has less bytes than its head says. */
  static final String CUT = "cut after its head";

  private static final int PATIENCE = 10_000;
  private static final Pattern LENGTH =
      Pattern.compile("(?i)^content-length: *(\\d+)", Pattern.MULTILINE);

  private Traffic() {}

  /**
   * What came back.
   *
   * @param status 0 if nothing came that is HTTP
   */
  record Answer(int status, String body) {}

  static Answer get(String host, int port, String path) throws IOException {
    return send("GET", host, port, path);
  }

  static Answer post(String host, int port, String path) throws IOException {
    return send("POST", host, port, path, "ping");
  }

  static Answer send(String method, String host, int port, String path) throws IOException {
    return send(method, host, port, path, "");
  }

  private static Answer send(String method, String host, int port, String path, String content)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE);
      socket.setSoTimeout(PATIENCE);
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\n"
              + (content.isEmpty() ? "" : "Content-Length: " + content.length() + "\r\n")
              + "\r\n"
              + content;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      return text.startsWith("HTTP/1.") && end > 0
          ? answer(text.substring(0, end), text.substring(end + 4))
          : new Answer(0, text);
    }
  }

  /** One that is shorter than it says is none; it has {@link #CUT} in the place of its content. */
  private static Answer answer(String head, String body) {
    Matcher length = LENGTH.matcher(head);
    boolean whole = !length.find() || Integer.parseInt(length.group(1)) == body.length();
    return whole
        ? new Answer(Integer.parseInt(head.substring(9, 12)), body.strip())
        : new Answer(0, CUT);
  }

  /** The name that a container answers; right after its start it may not listen yet. */
  static String who(Endpoint endpoint) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return get(endpoint.uri().getHost(), endpoint.uri().getPort(), "/who").body();
      } catch (ConnectException e) {
        assertThat(i).as("tries until %s accepts", endpoint.uri()).isLessThan(500);
        Thread.sleep(10);
      }
    }
  }
}
