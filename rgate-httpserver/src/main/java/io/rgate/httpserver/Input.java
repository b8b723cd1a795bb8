package io.rgate.httpserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes that came from a client and were not used yet. For one thread at a time. */
final class Input {
  /** Most heads fit, and many connections are idle at most times. */
  private static final int USUAL = 2 * 1024;

  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final SocketChannel channel;
  private byte[] bytes = new byte[USUAL];
  private ByteBuffer window = ByteBuffer.wrap(bytes);
  private int from;
  private int to;

  Input(SocketChannel channel) {
    this.channel = channel;
  }

  /** How many bytes can be had without waiting. */
  int buffered() {
    return to - from;
  }

  /** Gives back the memory that a large head has taken, if nothing is buffered. */
  void rest() {
    if (from == to && bytes.length > USUAL) {
      use(new byte[USUAL]);
    }
  }

  private void use(byte[] other) {
    to -= from;
    from = 0;
    bytes = other;
    window = ByteBuffer.wrap(other);
  }

  /** Waits for bytes and puts them behind those that are there; false at the end. */
  boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == bytes.length) {
      // Twice the size where it is full of one line, else the same again, moved to its start.
      use(Arrays.copyOfRange(bytes, from, from + (from == 0 ? 2 : 1) * bytes.length));
    }
    window.limit(bytes.length).position(to);
    int count = channel.read(window);
    to += Math.max(count, 0);
    return count > 0;
  }

  /** Up to {@code length} bytes, waiting for the first of them; -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (from == to) {
      return channel.read(ByteBuffer.wrap(target, offset, length));
    }
    int count = Math.min(length, to - from);
    System.arraycopy(bytes, from, target, offset, count);
    from += count;
    return count;
  }

  /**
   * The length of the next line without its CRLF, waiting until it is whole; the line begins at 0
   * for {@link #at} and {@link #text} until {@link #skipLine}.
   *
   * @throws BadRequestException with {@code tooLong} if it is longer than {@code limit}; with 400
   *     if it holds a CR or ends in a bare LF: what is one line here must be one line everywhere
   */
  int line(int limit, int tooLong) throws IOException {
    int scanned = 0;
    while (true) {
      for (int i = from + scanned; i < to; i++) {
        if (bytes[i] == LF) {
          return lengthOfLine(i, limit, tooLong);
        }
      }
      scanned = to - from;
      if (scanned > limit) {
        throw new BadRequestException(tooLong, "longer than " + limit);
      }
      if (!fill()) {
        throw new BadRequestException(400, "the connection ended within a line");
      }
    }
  }

  private int lengthOfLine(int lineFeed, int limit, int tooLong) throws BadRequestException {
    int end = lineFeed - 1;
    if (end < from || bytes[end] != CR) {
      throw new BadRequestException(400, "bare LF");
    }
    if (end - from > limit) {
      throw new BadRequestException(tooLong, "longer than " + limit);
    }
    for (int i = from; i < end; i++) {
      if (bytes[i] == CR) {
        throw new BadRequestException(400, "bare CR");
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

  /** Goes past a line of that length. */
  void skipLine(int length) {
    from += length + 2;
  }
}
