package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** One end of a connection, byte for byte; it waits half a minute for a byte and then fails. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** A connection to that port of this machine. */
  static Wire to(int port) throws IOException {
    return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  Socket socket() {
    return socket;
  }

  /** Writes one byte for each character. */
  Wire send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** One byte, or -1 at the end, be it orderly or by a reset. */
  int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Some bytes, or -1 at the end. */
  int read(byte[] target, int atMost) throws IOException {
    try {
      return in.read(target, 0, atMost);
    } catch (SocketException e) {
      return -1;
    }
  }

  /** The lines up to the empty one, each with its CRLF, or null at the end of the connection. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = read();
      if (b < 0) {
        if (head.isEmpty()) {
          return null;
        }
        throw new EOFException("in the middle of a head: " + head);
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = read();
      if (b < 0) {
        return null;
      }
      if (b == '\n') {
        return line.toString().strip();
      }
      line.append((char) b);
    }
  }

  /** The next request, or null if there is none. */
  Message request() throws IOException {
    String head = head();
    if (head == null) {
      return null;
    }
    Message bare = new Message(head, new byte[0], true);
    return bare.isFramed() ? content(bare) : bare;
  }

  /** The next final response to a request other than HEAD. */
  Message response() throws IOException {
    return response("GET");
  }

  /** The next final response to {@code method}; fails if there is none. */
  Message response(String method) throws IOException {
    return response(method, interim -> {});
  }

  /** The same; {@code interim} gets the heads of the interim ones before it. */
  Message response(String method, Consumer<String> interim) throws IOException {
    while (true) {
      String head = head();
      if (head == null) {
        throw new EOFException("no response");
      }
      Message bare = new Message(head, new byte[0], true);
      if (bare.status() >= 200) {
        return content(method, head);
      }
      interim.accept(head);
    }
  }

  /** The rest of the response to {@code method}, or of the request, whose head was read. */
  Message content(String method, String head) throws IOException {
    Message bare = new Message(head, new byte[0], true);
    boolean none =
        method.equals("HEAD") || head.startsWith("HTTP/1.1 204") || head.startsWith("HTTP/1.1 304");
    return none ? bare : content(bare);
  }

  private Message content(Message bare) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<String> trailers = new ArrayList<>();
    boolean whole;
    if (bare.first("Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
      whole = chunks(body, trailers);
    } else if (!bare.first("Content-Length").isEmpty()) {
      long length = Long.parseLong(bare.first("Content-Length"));
      whole = copy(body, length) == length;
    } else {
      copy(body, Long.MAX_VALUE);
      whole = true;
    }
    return new Message(bare.head(), body.toByteArray(), whole, trailers);
  }

  private boolean chunks(ByteArrayOutputStream body, List<String> trailers) throws IOException {
    while (true) {
      String size = line();
      if (size == null || size.isEmpty()) {
        return false;
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return trailers(trailers);
      }
      if (copy(body, length) < length || !"".equals(line())) {
        return false;
      }
    }
  }

  /** Reads the lines up to the empty one; false if that does not come. */
  private boolean trailers(List<String> trailers) throws IOException {
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        return true;
      }
      trailers.add(line);
    }
    return false;
  }

  private long copy(ByteArrayOutputStream body, long atMost) throws IOException {
    byte[] piece = new byte[(int) Math.min(16 * 1024, atMost)];
    long count = 0;
    while (count < atMost) {
      int n = read(piece, (int) Math.min(piece.length, atMost - count));
      if (n < 0) {
        break;
      }
      body.write(piece, 0, n);
      count += n;
    }
    return count;
  }

  /** Exactly that many bytes, as text. */
  String text(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (copy(bytes, count) < count) {
      throw new EOFException("only " + bytes.size() + " of " + count + " bytes: " + bytes);
    }
    return bytes.toString(ISO_8859_1);
  }

  /** Everything up to the end of the connection. */
  String rest() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy(bytes, Long.MAX_VALUE);
    return bytes.toString(ISO_8859_1);
  }

  /** Whether nothing comes for so long; what comes is lost. */
  boolean isSilentFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      in.read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
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
