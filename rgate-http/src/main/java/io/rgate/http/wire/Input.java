package io.rgate.http.wire;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Buffers bytes that a connection has received and that are not used yet. For one thread at a time.
 */
public final class Input {
  /** Most heads fit, and at any time many connections are idle. */
  private static final int USUAL = 2 * 1024;

  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final Transport transport;
  private byte[] bytes = new byte[USUAL];
  private ByteBuffer window = ByteBuffer.wrap(bytes);
  private int from;
  private int to;
  private boolean anything;
  private WaitLimit waitLimit;

  /** Bytes from {@code transport}. */
  public Input(Transport transport, WaitLimit waitLimit) {
    this.transport = transport;
    this.waitLimit = waitLimit;
  }

  /** Sets the limit of each wait from now on. */
  public void waitLimit(WaitLimit other) {
    waitLimit = other;
  }

  /** Begins a message: {@link #anything} becomes false. */
  public void begin() {
    anything = to > from;
  }

  /** Whether at least one byte has come since {@link #begin}. */
  public boolean anything() {
    return anything;
  }

  /** How many bytes are in the buffer. */
  public int buffered() {
    return to - from;
  }

  /** Releases the memory of a large head or content, if few bytes are in the buffer. */
  public void rest() {
    if (bytes.length > USUAL && to - from <= USUAL) {
      use(USUAL);
    }
  }

  /** Releases nearly all memory if the buffer is empty: from now on reads go past it. */
  void release() {
    if (from == to && bytes.length > 1) {
      use(1);
    }
  }

  /** Makes room for content that comes in many pieces. */
  public void widen(int size) {
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

  /** Waits for bytes and adds them to the buffer; false at the end. */
  public boolean fill() throws IOException {
    makeRoom();
    return took(transport.read(window, waitLimit)) > 0;
  }

  /** Adds the bytes that can be read now, as far as the buffer has room. False at the end. */
  public boolean fillNow() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    }
    window.limit(bytes.length).position(to);
    return took(transport.readNow(window)) >= 0;
  }

  /** Whether the buffer has no room for {@link #fillNow}. */
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

  /** Reads up to {@code length} bytes, and waits for the first of them; -1 at the end. */
  public int read(byte[] target, int offset, int length) throws IOException {
    if (from == to) {
      if (length >= bytes.length) {
        int count = transport.read(ByteBuffer.wrap(target, offset, length), waitLimit);
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

  /** After the buffered bytes there may be more in the socket. */
  private int readOn(byte[] target, int offset, int length) throws IOException {
    if (!transport.mayHaveMore()) {
      return 0;
    }
    return Math.max(0, transport.readNow(ByteBuffer.wrap(target, offset, length)));
  }

  /** Whether at least {@code count} complete lines are in the buffer. */
  boolean hasLines(int count) {
    int missing = count;
    for (int i = from; i < to && missing > 0; i++) {
      if (bytes[i] == LF) {
        missing--;
      }
    }
    return missing == 0;
  }

  /** Checks a line of which only a part has come, so that a wrong line is refused early. */
  @FunctionalInterface
  interface Glance {
    void at(byte[] bytes, int from, int to) throws MalformedException;
  }

  /**
   * The length of the next line without its CRLF; waits until it is complete. For {@link #at} and
   * {@link #text} the line begins at index 0, until {@link #skipLine}.
   *
   * @throws MalformedException with {@code tooLong} if it is longer than {@code limit}; with 400 if
   *     it contains a CR or ends in a bare LF, because other implementations could split it
   *     elsewhere
   */
  int line(int limit, int tooLong) throws IOException {
    return line(limit, tooLong, (all, begin, end) -> {});
  }

  /** The same; {@code glance} checks each incomplete state of the line. */
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

  /** A part of the line, one character for each byte (Latin-1). */
  String text(int begin, int end) {
    return new String(bytes, from + begin, end - begin, StandardCharsets.ISO_8859_1);
  }

  /** The array that contains the line, or the buffered bytes, from {@link #position} on. */
  public byte[] array() {
    return bytes;
  }

  /** The index in {@link #array} at which the line, or the first buffered byte, begins. */
  public int position() {
    return from;
  }

  /** Skips that many bytes. */
  public void skip(int count) {
    from += count;
  }

  /** Skips a line of that length and its line end. */
  void skipLine(int length) {
    from += length + 2;
  }
}
