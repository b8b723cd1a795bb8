package io.rgate.runtime;

import io.rgate.api.Fields;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;

/** Content in chunks (RFC 9112, 7.1). Extensions and trailers are read and dropped. */
final class ChunkedContent extends OriginContent {
  private static final int MAX_LINE = 4 * 1024;
  private static final int MAX_TRAILERS = 64 * 1024;

  /** So that a size is never negative, and never too much for a long. */
  private static final int MAX_DIGITS = 15;

  /** What is left of the chunk that was begun; 0 before the first one and between two. */
  private long left;

  private boolean first = true;
  private boolean last;
  private int room = MAX_TRAILERS;

  ChunkedContent(DirectExchange exchange) {
    super(exchange);
  }

  @Override
  int readContent(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && !last) {
      beginChunk();
    }
    if (last) {
      awaitTrailers();
      return -1;
    }
    int total = 0;
    // Small chunks that are there already go on together, and so does the end behind the last one.
    do {
      int count = readBytes(target, offset + total, (int) Math.min(length - total, left));
      if (count < 0) {
        throw new EOFException("the origin closed in the middle of a chunk");
      }
      left -= count;
      total += count;
    } while (goesOn() && total < length && input().buffered() > 0);
    return total;
  }

  /** Whether there is more content, as far as it can be told without waiting. */
  private boolean goesOn() throws IOException {
    if (left == 0 && !last && input().hasLines(2)) {
      beginChunk();
      if (last) {
        dropTrailers();
      }
    }
    return left > 0;
  }

  /** Reads up to the next chunk's first byte, or past the size 0 of the last one. */
  private void beginChunk() throws IOException {
    if (!first && !awaitLine(0).isEmpty()) {
      throw new ProtocolException("a chunk is longer than its size");
    }
    first = false;
    left = size(awaitLine(MAX_LINE));
    last = left == 0;
  }

  private static long size(String line) throws ProtocolException {
    long size = 0;
    int i = 0;
    while (i < line.length() && Character.digit(line.charAt(i), 16) >= 0) {
      size = 16 * size + Character.digit(line.charAt(i), 16);
      i++;
      if (i > MAX_DIGITS) {
        throw new ProtocolException("a chunk's size is too large");
      }
    }
    if (i == 0 || !isExtension(line, i)) {
      throw new ProtocolException("a chunk's size is no number");
    }
    return size;
  }

  /** Nothing, or what begins with a semicolon, blanks allowed before it, and can be a value. */
  private static boolean isExtension(String line, int from) {
    int i = from;
    while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return from == line.length()
        || (i < line.length() && line.charAt(i) == ';' && Fields.isValue(line.substring(i)));
  }

  private void awaitTrailers() throws IOException {
    while (!dropTrailers()) {
      awaitMore(room);
    }
  }

  /** Drops the trailers that are there; true if the empty line behind them was there too. */
  private boolean dropTrailers() throws IOException {
    while (input().hasLines(1)) {
      String line = input().line(room);
      if (line.isEmpty()) {
        end();
        return true;
      }
      room = Math.max(0, room - line.length() - 2);
    }
    return false;
  }

  private String awaitLine(int limit) throws IOException {
    while (!input().hasLines(1)) {
      awaitMore(limit);
    }
    return input().line(limit);
  }

  private void awaitMore(int limit) throws IOException {
    if (input().buffered() > limit + 2) {
      throw new ProtocolException("a line between chunks is too long");
    }
    if (!await()) {
      throw new EOFException("the origin closed between two chunks");
    }
  }

  @Override
  public int available() {
    return (int) Math.min(left, super.available());
  }
}
