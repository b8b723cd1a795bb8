package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** One end of a connection, byte for byte; it waits ten seconds for a byte, then fails. */
public final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final Socket wire;
  private final InputStream in;

  /** The end that {@code socket} is. */
  public RawConnection(Socket socket) throws IOException {
    this(socket, socket);
  }

  /** The end that {@code socket} is, which may be TLS over {@code wire}. */
  public RawConnection(Socket socket, Socket wire) throws IOException {
    this.socket = socket;
    this.wire = wire;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A connection to that port of this machine. */
  public RawConnection(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** The socket itself. */
  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Writes one byte for each character, at once. */
  public RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** One byte, or -1 at the end of the connection. */
  public int read() throws IOException {
    return in.read();
  }

  /** The lines up to the empty one, each with its CRLF. */
  public String head() throws IOException {
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
  public RawMessage response() throws IOException {
    return response("GET");
  }

  /** The next response to {@code method}, be it an interim one; fails if it is not whole. */
  public RawMessage response(String method) throws IOException {
    RawMessage response = responseOrPart(method);
    if (!response.whole()) {
      throw new EOFException("the connection ended within " + response);
    }
    return response;
  }

  /** The same, which may break off behind its head. */
  public RawMessage responseOrPart(String method) throws IOException {
    RawMessage bare = new RawMessage(head(), "", true);
    boolean none = method.equals("HEAD") || bare.status() < 200 || bare.status() == 204;
    return none || bare.status() == 304 ? bare : withContent(bare, true);
  }

  /** The next request with its content; fails if it is not whole. */
  public RawMessage request() throws IOException {
    RawMessage request = withContent(new RawMessage(head(), "", true), false);
    if (!request.whole()) {
      throw new EOFException("the connection ended within " + request);
    }
    return request;
  }

  private RawMessage withContent(RawMessage bare, boolean untilClose) throws IOException {
    StringBuilder content = new StringBuilder();
    boolean whole = true;
    try {
      String length = bare.field("Content-Length");
      if (bare.field("Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
        addChunks(content);
      } else if (!length.isEmpty()) {
        add(Integer.parseInt(length), content);
      } else if (untilClose) {
        addRest(content);
      }
    } catch (EOFException | SocketException | SSLException e) {
      whole = false;
    }
    return new RawMessage(bare.head(), content.toString(), whole);
  }

  private void addChunks(StringBuilder content) throws IOException {
    int size;
    do {
      String line = line();
      int extension = line.indexOf(';');
      size = Integer.parseInt(extension < 0 ? line : line.substring(0, extension).strip(), 16);
      add(size, content);
      String behind = line();
      while (size == 0 && !behind.isEmpty()) {
        behind = line(); // a trailer
      }
      if (!behind.isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
    } while (size > 0);
  }

  private void add(int count, StringBuilder content) throws IOException {
    byte[] piece = new byte[8 * 1024];
    int left = count;
    while (left > 0) {
      int some = in.read(piece, 0, Math.min(piece.length, left));
      if (some < 0) {
        throw new EOFException("only " + (count - left) + " of " + count + " bytes");
      }
      content.append(new String(piece, 0, some, ISO_8859_1));
      left -= some;
    }
  }

  private void addRest(StringBuilder content) throws IOException {
    byte[] piece = new byte[8 * 1024];
    int some = in.read(piece);
    while (some >= 0) {
      content.append(new String(piece, 0, some, ISO_8859_1));
      some = in.read(piece);
    }
  }

  /** Exactly that many bytes, as they are on the wire. */
  public String text(int count) throws IOException {
    StringBuilder text = new StringBuilder();
    add(count, text);
    return text.toString();
  }

  /** Everything up to the end of the connection; fails if that is a reset. */
  public String rest() throws IOException {
    StringBuilder rest = new StringBuilder();
    addRest(rest);
    return rest.toString();
  }

  /** Whether the other side has ended the connection, orderly or by a reset, with no other byte. */
  public boolean hasEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException | SSLException e) {
      return true;
    }
  }

  /** Whether nothing comes for {@code millis}, no end either. */
  public boolean isSilentFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      in.mark(1);
      in.read();
      in.reset();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Says that nothing more will be sent, and goes on reading. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection by a reset, as a process that dies does. */
  public void reset() throws IOException {
    wire.setSoLinger(true, 0);
    wire.close();
  }
}
