package io.rgate.http.wire;

import io.rgate.http.loop.Patience;
import io.rgate.http.loop.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes that came on a connection and were not used yet. For one thread at a time. */
public final class Input {
  /** Most heads fit, and many connections are idle at most times. */
  private static final int USUAL = 2 * 1024;

  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final Transport transport;
  private byte[] bytes = new byte[USUAL];
  private ByteBuffer window = ByteBuffer.wrap(bytes);
  private int from;
  private int to;
  private boolean anything;
  private Patience patience;

  /** What comes from {@code transport}. */
  public Input(Transport transport, Patience patience) {
    this.transport = transport;
    this.patience = patience;
  }

  /** How long is waited from now on. */
  public void patience(Patience other) {
    patience = other;
  }

  /** Forgets that something came before. */
  public void begin() {
    anything = to > from;
  }

  /** Whether one byte at least has come since {@link #begin}. */
  public boolean anything() {
    return anything;
  }

  /** How many bytes can be had without waiting. */
  public int buffered() {
    return to - from;
  }

  /** Gives back the memory that a large head or content has taken, if little is buffered. */
  public void rest() {
    if (bytes.length > USUAL && to - from <= USUAL) {
      use(USUAL);
    }
  }

  /** Makes room for content that comes in many pieces. */
  void widen(int size) {
    if (bytes.length < size) {
      use(size);
    }
  }

  private void use(int size) {
    byte[] other = new byte[size];
    System.arraycopy(bytes, from, other, 0, to - from);
    to -= from;
    from = 0;
    bytes = other;
    window = ByteBuffer.wrap(other);
  }

  /** Waits for bytes and puts them behind those that are there; false at the end. */
  public boolean fill() throws IOException {
    makeRoom();
    return took(transport.read(window, patience)) > 0;
  }

  /**
   * Puts what can be read now behind what is there, as far as there is room without more memory.
   * False at the end.
   */
  public boolean fillNow() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    }
    window.limit(bytes.length).position(to);
    return took(transport.readNow(window)) >= 0;
  }

  /** Whether {@link #fillNow} can take nothing. */
  public boolean isFull() {
    return to == bytes.length && from < to;
  }

  private int took(int count) {
    if (count > 0) {
      to += count;
      anything = true;
    }
    return count;
  }

  private void makeRoom() {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == bytes.length && from > 0) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
      to -= from;
      from = 0;
    } else if (to == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      window = ByteBuffer.wrap(bytes);
    }
    window.limit(bytes.length).position(to);
  }

  /** Up to {@code length} bytes, waiting for the first of them; -1 at the end. */
  public int read(byte[] target, int offset, int length) throws IOException {
    if (from == to) {
      if (length >= bytes.length) {
        int count = transport.read(ByteBuffer.wrap(target, offset, length), patience);
        anything |= count > 0;
        return count;
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, to - from);
    System.arraycopy(bytes, from, target, offset, count);
    from += count;
    return length - count >= bytes.length
        ? count + readOn(target, offset + count, length - count)
        : count;
  }

  /** Behind what was buffered there may be more in the socket. */
  private int readOn(byte[] target, int offset, int length) throws IOException {
    if (!transport.mayHaveMore()) {
      return 0;
    }
    return Math.max(0, transport.readNow(ByteBuffer.wrap(target, offset, length)));
  }

  /** Whether that many whole lines are buffered. */
  boolean hasLines(int count) {
    int missing = count;
    for (int i = from; i < to && missing > 0; i++) {
      if (bytes[i] == LF) {
        missing--;
      }
    }
    return missing == 0;
  }

  /** Looks at a line of which only a part has come, so that it need not be waited for. */
  @FunctionalInterface
  interface Glance {
    void at(byte[] bytes, int from, int to) throws MalformedException;
  }

  /**
   * The length of the next line without its CRLF, waiting until it is whole; the line begins at 0
   * for {@link #at} and {@link #text} until {@link #skipLine}.
   *
   * @throws MalformedException with {@code tooLong} if it is longer than {@code limit}; with 400 if
   *     it holds a CR or ends in a bare LF: what is one line here must be one line everywhere
   */
  int line(int limit, int tooLong) throws IOException {
    return line(limit, tooLong, (all, begin, end) -> {});
  }

  /** The same; {@code glance} sees what has come whenever the line is not whole. */
  int line(int limit, int tooLong, Glance glance) throws IOException {
    int scanned = 0;
    while (true) {
      for (int i = from + scanned; i < to; i++) {
        if (bytes[i] == LF) {
          return lengthOfLine(i, limit, tooLong);
        }
      }
      scanned = to - from;
      if (scanned > limit + 1) {
        throw new MalformedException(tooLong, "a line is longer than " + limit + " bytes");
      }
      glance.at(bytes, from, to);
      if (!fill()) {
        throw new EOFException("the connection was closed within a line");
      }
    }
  }

  private int lengthOfLine(int lineFeed, int limit, int tooLong) throws MalformedException {
    int end = lineFeed - 1;
    if (end < from || bytes[end] != CR) {
      throw new MalformedException(400, "a line ends in a bare LF");
    }
    if (end - from > limit) {
      throw new MalformedException(tooLong, "a line is longer than " + limit + " bytes");
    }
    for (int i = from; i < end; i++) {
      if (bytes[i] == CR) {
        throw new MalformedException(400, "a line holds a bare CR");
      }
    }
    return end - from;
  }

  /** A byte of the line, 0 to 255. */
  int at(int index) {
    return bytes[from + index] & 0xff;
  }

  /** A part of the line, one character a byte (Latin-1). */
  String text(int begin, int end) {
    return new String(bytes, from + begin, end - begin, StandardCharsets.ISO_8859_1);
  }

  /** Where the line is: from {@link #position} on. */
  byte[] array() {
    return bytes;
  }

  /** Where in {@link #array} the line begins. */
  int position() {
    return from;
  }

  /** Goes past that many bytes. */
  void skip(int count) {
    from += count;
  }

  /** Goes past a line of that length. */
  void skipLine(int length) {
    from += length + 2;
  }
}
