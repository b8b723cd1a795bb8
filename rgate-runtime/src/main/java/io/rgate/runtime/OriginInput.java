package io.rgate.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes that came from an origin and were not used yet. For one thread at a time. */
final class OriginInput {
  private static final int SIZE = 8 * 1024;

  private final SocketChannel channel;
  private byte[] bytes = new byte[SIZE];
  private ByteBuffer window = ByteBuffer.wrap(bytes);
  private int from;
  private int to;
  private boolean anything;

  OriginInput(SocketChannel channel) {
    this.channel = channel;
  }

  /** Forgets what was received before; buffered is nothing at this point. */
  void begin() {
    anything = false;
  }

  /** Whether one byte at least has come since {@link #begin}. */
  boolean anything() {
    return anything;
  }

  /** How many bytes can be had without waiting. */
  int buffered() {
    return to - from;
  }

  /** Waits for bytes and puts them behind those that are there; false at the end. */
  boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == bytes.length) {
      makeRoom();
    }
    window.limit(bytes.length).position(to);
    int count = channel.read(window);
    if (count <= 0) {
      return false;
    }
    to += count;
    anything = true;
    return true;
  }

  private void makeRoom() {
    int length = to - from;
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, length);
    } else {
      bytes = Arrays.copyOf(bytes, 2 * length);
      window = ByteBuffer.wrap(bytes);
    }
    from = 0;
    to = length;
  }

  /** Takes up to {@code length} buffered bytes. */
  int take(byte[] target, int offset, int length) {
    int count = Math.min(length, to - from);
    System.arraycopy(bytes, from, target, offset, count);
    from += count;
    return count;
  }

  /** Whether that many whole lines are buffered. */
  boolean hasLines(int count) {
    int missing = count;
    for (int i = from; i < to && missing > 0; i++) {
      if (bytes[i] == '\n') {
        missing--;
      }
    }
    return missing == 0;
  }

  /**
   * The next line without its CRLF, one character a byte (Latin-1), waiting for it if need be.
   *
   * @throws ProtocolException if it is longer than {@code limit} or ends in a bare LF, which a
   *     value that somebody else had a hand in could smuggle a field with
   * @throws EOFException if the origin closes before the line is whole
   */
  String line(int limit) throws IOException {
    int scanned = 0;
    while (true) {
      for (int i = from + scanned; i < to; i++) {
        if (bytes[i] == '\n') {
          return lineUpTo(i, limit);
        }
      }
      scanned = to - from;
      if (scanned > limit) {
        throw new ProtocolException("the origin's answer has a line or head that is too long");
      }
      if (!fill()) {
        throw new EOFException("the origin closed in the middle of a line");
      }
    }
  }

  private String lineUpTo(int lineFeed, int limit) throws ProtocolException {
    int length = lineFeed - 1 - from;
    if (length < 0 || bytes[lineFeed - 1] != '\r') {
      throw new ProtocolException("the origin's answer has a line that does not end in CRLF");
    }
    if (length > limit) {
      throw new ProtocolException("the origin's answer has a line or head that is too long");
    }
    String line = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    from = lineFeed + 1;
    return line;
  }

  /** Gives back the room that a large head needed. */
  void shrink() {
    if (bytes.length > SIZE && buffered() == 0) {
      bytes = new byte[SIZE];
      window = ByteBuffer.wrap(bytes);
    }
  }

  /** Whether there is nothing to read and no end either; asks the socket, without waiting. */
  boolean isQuiet() {
    try {
      channel.configureBlocking(false);
      try {
        window.clear();
        return buffered() == 0 && channel.read(window) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
