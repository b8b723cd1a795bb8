package io.rgate.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client's end of a connection, byte for byte; it waits ten seconds for a byte, then fails. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Socket socket() {
    return socket;
  }

  /** Writes one byte for each character, at once. */
  Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** The lines up to the empty one. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    String line;
    do {
      line = line();
      head.append(line).append("\r\n");
    } while (!line.isEmpty());
    return head.toString();
  }

  /** A line without its CRLF. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < 2 || line.lastIndexOf("\r\n") != line.length() - 2) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the connection ended after: " + line);
      }
      line.append((char) b);
    }
    return line.substring(0, line.length() - 2);
  }

  /** The response to a request other than HEAD. */
  Response response() throws IOException {
    return response("GET");
  }

  /** The next response to {@code method}, be it an interim one; fails if it is not whole. */
  Response response(String method) throws IOException {
    Response bare = new Response(head(), "");
    boolean none = method.equals("HEAD") || bare.status() < 200 || bare.status() == 204;
    return none || bare.status() == 304 ? bare : new Response(bare.head(), content(bare));
  }

  private String content(Response bare) throws IOException {
    if (bare.field("Transfer-Encoding").equals("chunked")) {
      return chunks();
    }
    String length = bare.field("Content-Length");
    return length.isEmpty() ? rest() : text(Integer.parseInt(length));
  }

  private String chunks() throws IOException {
    StringBuilder content = new StringBuilder();
    int size;
    do {
      size = Integer.parseInt(line(), 16);
      content.append(text(size));
      if (!line().isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
    } while (size > 0);
    return content.toString();
  }

  /** Exactly that many bytes. */
  String text(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("only " + bytes.length + " of " + count + " bytes");
    }
    return new String(bytes, ISO_8859_1);
  }

  /** Everything up to the end of the connection; fails if that is a reset. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  /** Whether the server has ended the connection, orderly or by a reset, with no further byte. */
  boolean hasEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Says that nothing more will be sent, and goes on reading. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection by a reset, as a process that dies does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
