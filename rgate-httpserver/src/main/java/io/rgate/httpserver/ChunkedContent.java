package io.rgate.httpserver;

import java.io.EOFException;
import java.io.IOException;

/** Content in chunks (RFC 9112, 7.1). Extensions and trailers are read and dropped. */
final class ChunkedContent extends RequestContent {
  private static final int MOST_OF_A_LINE = 4 * 1024;
  private static final int MOST_TRAILERS = 100;
  private static final int MOST_DIGITS = 15;

  private long left;
  private boolean begun;

  ChunkedContent(Input in, Invitation invitation) {
    super(in, invitation);
  }

  @Override
  int readContent(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      left = nextChunk();
      if (left == 0) {
        skipTrailers();
        finish();
        return -1;
      }
    }
    int count = in().read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the client closed within a chunk");
    }
    left -= count;
    return count;
  }

  private long nextChunk() throws IOException {
    if (begun && line() != 0) {
      throw new BadRequestException(400, "a chunk is longer than it says");
    }
    if (begun) {
      in().skipLine(0);
    }
    begun = true;
    int length = line();
    long size = size(length);
    in().skipLine(length);
    return size;
  }

  private int line() throws IOException {
    return in().line(MOST_OF_A_LINE, 400);
  }

  private long size(int length) throws BadRequestException {
    long size = 0;
    int digits = 0;
    while (digits < length && Character.digit(in().at(digits), 16) >= 0) {
      size = size * 16 + Character.digit(in().at(digits), 16);
      digits++;
      if (digits > MOST_DIGITS) {
        throw new BadRequestException(400, "a chunk's size is too large");
      }
    }
    if (digits == 0 || !isExtension(digits, length)) {
      throw new BadRequestException(400, "no chunk size");
    }
    return size;
  }

  /** Nothing, or blanks and a semicolon and what may stand behind it. */
  private boolean isExtension(int from, int length) {
    int i = from;
    while (i < length && isBlank(in().at(i))) {
      i++;
    }
    return from == length || (i < length && in().at(i) == ';' && isText(i, length));
  }

  private boolean isText(int from, int length) {
    for (int i = from; i < length; i++) {
      if (in().at(i) < ' ' && !isBlank(in().at(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  private void skipTrailers() throws IOException {
    int count = 0;
    int length = line();
    while (length > 0) {
      if (++count > MOST_TRAILERS || !isField(length)) {
        throw new BadRequestException(400, "no trailer field");
      }
      in().skipLine(length);
      length = line();
    }
    in().skipLine(0);
  }

  private boolean isField(int length) {
    int i = 0;
    while (i < length && Tokens.isTokenChar(in().at(i))) {
      i++;
    }
    return i > 0 && i < length && in().at(i) == ':';
  }

  @Override
  public int available() {
    return (int) Math.min(left, in().buffered());
  }
}
