package io.rgate.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** An origin that swallows uploads, and sends an event ten times a second to who asks for them. */
final class StreamOrigin implements AutoCloseable {
  private static final String SMALL = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final long EVENT_MILLIS = 100;

  private final ServerSocket server;

  StreamOrigin() throws IOException {
    server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (SocketException e) {
      System.err.println("the origin of streams ends: " + e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
      OutputStream out = socket.getOutputStream();
      byte[] bin = new byte[64 * 1024];
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        if (head.startsWith("GET /events")) {
          sendEvents(out);
        }
        drop(head, in, bin);
        out.write(SMALL.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (SocketException e) {
      // The gateway or the subscriber behind it is gone: that is how a measurement ends.
      Thread.currentThread().interrupt();
    } catch (IOException | InterruptedException e) {
      System.err.println("the origin of streams: " + e);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void drop(String head, InputStream in, byte[] bin) throws IOException {
    String fields = head.toLowerCase(java.util.Locale.ROOT);
    int length = fields.indexOf("\r\ncontent-length: ");
    if (length >= 0) {
      int from = length + "\r\ncontent-length: ".length();
      drop(Long.parseLong(fields.substring(from, fields.indexOf('\r', from)).trim()), in, bin);
    } else if (fields.contains("\r\ntransfer-encoding: chunked")) {
      long size = chunkSize(in);
      while (size > 0) {
        drop(size + 2, in, bin);
        size = chunkSize(in);
      }
      drop(2, in, bin);
    }
  }

  private static long chunkSize(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("in a chunk's size");
      }
      line.append((char) next);
    }
    return Long.parseLong(line.toString().trim(), 16);
  }

  private static void drop(long length, InputStream in, byte[] bin) throws IOException {
    for (long left = length; left > 0; ) {
      int count = in.read(bin, 0, (int) Math.min(bin.length, left));
      if (count < 0) {
        throw new EOFException(left + " bytes of content are missing");
      }
      left -= count;
    }
  }

  /** Until the socket breaks. Each event says when it was sent, so that its delay can be told. */
  private static void sendEvents(OutputStream out) throws IOException, InterruptedException {
    out.write(EVENTS.getBytes(StandardCharsets.US_ASCII));
    while (true) {
      String event = "data: " + System.nanoTime() + "\n\n";
      String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
      out.write(chunk.getBytes(StandardCharsets.US_ASCII));
      TimeUnit.MILLISECONDS.sleep(EVENT_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
