package io.rgate.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks whether a server answers a first request as it should. */
final class Probe {
  private Probe() {}

  /** Whether {@code path} has status 200 on what is spoken on that port. */
  static boolean answers(Wire wire, int port, String path) {
    try {
      return switch (wire) {
        case PLAIN, WEBSOCKET -> plain(port, path);
        case TLS -> tls(port, path);
        case H2C, GRPC -> http2(wire, port, path);
      };
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static boolean plain(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      String request = "GET " + path + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(12);
      return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
    }
  }

  private static boolean tls(int port, String path) throws IOException {
    try (TlsConnection connection =
        new TlsConnection(Handshakes.trustful().createSSLEngine(), port)) {
      return connection.get(path).startsWith("HTTP/1.1 200");
    }
  }

  /** By nghttp, which tells all fields, those of the trailer section, too. */
  private static boolean http2(Wire wire, int port, String path) throws IOException {
    List<String> command = new ArrayList<>(List.of("nghttp", "-v", "-n", "-t5"));
    Path message = Files.createTempFile("rgate-bench", ".call");
    try {
      if (wire == Wire.GRPC) {
        Files.write(message, Grpc.framed());
        command.addAll(List.of("-Hcontent-type: application/grpc", "-Hte: trailers"));
        command.add("-d" + message);
      }
      command.add("http://127.0.0.1:" + port + path);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean trailers = wire != Wire.GRPC || said.contains("grpc-status: 0");
      return said.contains(":status: 200") && trailers;
    } finally {
      Files.delete(message);
    }
  }
}
