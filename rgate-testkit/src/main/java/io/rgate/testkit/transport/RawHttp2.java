package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rgate.api.Fields;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of a connection of HTTP/2, or an origin's, frame for frame, right ones and wrong
 * ones. It waits ten seconds for a frame and then fails. For one thread that sends and one that
 * receives.
 */
public final class RawHttp2 implements AutoCloseable {
  /** Content. */
  public static final int DATA = 0;

  /** A header section, or its beginning. */
  public static final int HEADERS = 1;

  /** The end of a stream by a code. */
  public static final int RST_STREAM = 3;

  /** Settings. */
  public static final int SETTINGS = 4;

  /** A question whether the other end is there. */
  public static final int PING = 6;

  /** The end of the connection by a code. */
  public static final int GOAWAY = 7;

  /** More room for content. */
  public static final int WINDOW_UPDATE = 8;

  /** The next part of a header section. */
  public static final int CONTINUATION = 9;

  /** The flag of the last frame of a stream. */
  public static final int END_STREAM = 1;

  /** The flag of the last frame of a header section. */
  public static final int END_HEADERS = 4;

  private static final int PATIENCE_MILLIS = 10_000;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** Connects to that port of this machine, and sends nothing yet. */
  public RawHttp2(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** The origin's end of a connection that was accepted; nothing is read or sent yet. */
  public static RawHttp2 accepted(Socket socket) throws IOException {
    return new RawHttp2(socket);
  }

  /** Reads the client's preface; fails if something else came. */
  public RawHttp2 readPreface() throws IOException {
    String came = new String(in.readNBytes(PREFACE.length()), ISO_8859_1);
    if (!came.equals(PREFACE)) {
      throw new EOFException("no preface came, but: " + came);
    }
    return this;
  }

  /** Reads the preface, and sends settings: numbers and values in turn. */
  public RawHttp2 welcome(int... settings) throws IOException {
    return readPreface().settings(settings);
  }

  /** Connects, and sends the preface and settings that change nothing. */
  public static RawHttp2 greeted(int port) throws IOException {
    return new RawHttp2(port).greet();
  }

  /** Sends the preface, and settings: numbers and values in turn. */
  public RawHttp2 greet(int... settings) throws IOException {
    send(PREFACE.getBytes(ISO_8859_1));
    return settings(settings);
  }

  /** Sends settings: numbers and values in turn. */
  public RawHttp2 settings(int... settings) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    return frame(SETTINGS, 0, 0, payload.array());
  }

  /**
   * One frame.
   *
   * @param type what it is
   * @param flags as they stand in it
   * @param stream 0 for the connection
   * @param text what follows its head, one character for each byte
   */
  public record Frame(int type, int flags, int stream, String text) {
    /** Whether all bits of {@code flag} are set. */
    public boolean has(int flag) {
      return (flags & flag) == flag;
    }

    /** The number that stands at {@code at} in the payload. */
    public int number(int at) {
      return ByteBuffer.wrap(payload()).getInt(at);
    }

    /** The fields of a header section; {@code :status} stands among them without its colon. */
    public Fields fields() {
      return RawHpack.fields(payload());
    }

    /** What follows its head. */
    public byte[] payload() {
      return text.getBytes(ISO_8859_1);
    }

    byte[] bytes() {
      return ByteBuffer.allocate(9 + text.length())
          .putInt((text.length() << 8) | type)
          .put((byte) flags)
          .putInt(stream)
          .put(payload())
          .array();
    }
  }

  /** Sends a frame. */
  public RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
    return send(new Frame(type, flags, stream, new String(payload, ISO_8859_1)).bytes());
  }

  /** Sends a frame whose payload is one number. */
  public RawHttp2 frame(int type, int stream, int number) throws IOException {
    return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
  }

  /** Sends bytes as they are. */
  public RawHttp2 send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends a header section of names and values in turn. */
  public RawHttp2 headers(int stream, boolean last, String... fields) throws IOException {
    int flags = END_HEADERS | (last ? END_STREAM : 0);
    return frame(HEADERS, flags, stream, block(fields));
  }

  /** Sends a GET for {@code path}, which is the whole request. */
  public RawHttp2 get(int stream, String path, String... more) throws IOException {
    return headers(stream, true, with("GET", path, more));
  }

  /** Begins a POST to {@code path}, whose content follows. */
  public RawHttp2 post(int stream, String path, String... more) throws IOException {
    return headers(stream, false, with("POST", path, more));
  }

  private static String[] with(String method, String path, String... more) {
    List<String> fields = new ArrayList<>(List.of(":method", method, ":scheme", "http"));
    fields.addAll(List.of(":authority", "a", ":path", path));
    fields.addAll(List.of(more));
    return fields.toArray(String[]::new);
  }

  /** Sends content. */
  public RawHttp2 data(int stream, boolean last, String text) throws IOException {
    return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(ISO_8859_1));
  }

  /** The header block of names and values in turn, each one of them spelled out. */
  public static byte[] block(String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      byte[] text = fields[i].getBytes(ISO_8859_1);
      RawHpack.writeNumber(block, 0, 7, text.length);
      block.writeBytes(text);
    }
    return block.toByteArray();
  }

  /** The next frame; null at the end of the connection. */
  public @Nullable Frame next() throws IOException {
    try {
      byte[] head = in.readNBytes(9);
      if (head.length < 9) {
        return null;
      }
      ByteBuffer numbers = ByteBuffer.wrap(head);
      int first = numbers.getInt();
      byte[] payload = in.readNBytes(first >>> 8);
      return new Frame(
          first & 0xff, head[4] & 0xff, numbers.getInt(5), new String(payload, ISO_8859_1));
    } catch (SocketException e) {
      return null;
    }
  }

  /** The next frame of that type; others are passed over. Fails if there is none. */
  public Frame next(int type) throws IOException {
    for (Frame frame = next(); frame != null; frame = next()) {
      if (frame.type() == type && !(type == SETTINGS && frame.has(1))) {
        return frame;
      }
    }
    throw new EOFException("the connection ended before a frame of type " + type);
  }

  /** The code of the GOAWAY with which the connection ends; -1 if it ends without. */
  public int endCode() throws IOException {
    int code = -1;
    for (Frame frame = next(); frame != null; frame = next()) {
      code = frame.type() == GOAWAY ? frame.number(4) : code;
    }
    return code;
  }

  /** Whether no frame comes for so long, those that only concern the connection left out. */
  public boolean isSilentFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      Frame frame = next();
      while (frame != null && frame.stream() == 0 && frame.type() != GOAWAY) {
        frame = next();
      }
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** What came on one stream, up to its end; frames of other streams are passed over. */
  public RawReply reply(int stream) throws IOException {
    RawReply reply = new RawReply();
    while (!reply.isOver()) {
      Frame frame = next();
      if (frame == null) {
        throw new EOFException("the connection ended before the response: " + reply);
      }
      if (frame.stream() == stream) {
        reply.add(frame);
      }
    }
    return reply;
  }

  /** Says that nothing more will be sent, and goes on receiving. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection by a reset, as a process that dies does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
