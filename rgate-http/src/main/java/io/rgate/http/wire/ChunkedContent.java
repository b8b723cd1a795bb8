package io.rgate.http.wire;

import io.rgate.api.Fields;
import java.io.EOFException;
import java.io.IOException;

/** Content in chunks (RFC 9112, 7.1). Chunk extensions are dropped; trailers are kept. */
final class ChunkedContent extends ContentReader {
  private static final int MOST_OF_A_LINE = 4 * 1024;
  private static final int MOST_OF_TRAILERS = 16 * 1024;
  private static final int MOST_TRAILERS = 100;

  /** Large enough that one read gets many small chunks. */
  private static final int ROOM = 16 * 1024;

  /** Few enough digits that a size never overflows a long. */
  private static final int MOST_DIGITS = 15;

  /** How many bytes of the current chunk are left; 0 between chunks and before the first one. */
  private long left;

  private boolean first = true;
  private boolean last;
  private Fields.Builder builder = Fields.builder();
  private int room = MOST_OF_TRAILERS;
  private volatile Fields trailers = Fields.EMPTY;

  ChunkedContent(Input in) {
    super(in);
  }

  @Override
  public Fields trailers() {
    return trailers;
  }

  @Override
  int readMore(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && !isBegun()) {
      return -1;
    }
    int total = 0;
    // Small chunks that are in the buffer are read together, and so is the end after the last one.
    do {
      int count = in().read(target, offset + total, (int) Math.min(length - total, left));
      if (count < 0) {
        throw new EOFException("closed within a chunk");
      }
      left -= count;
      total += count;
    } while (goesOn() && total < length && in().buffered() > 0);
    return total;
  }

  /** Waits for a chunk; false after the last chunk and the trailer section. */
  private boolean isBegun() throws IOException {
    if (!last) {
      beginChunk();
    }
    while (last && !readTrailer()) {
      // one line after another
    }
    return !last;
  }

  /** Whether there is more content, as far as this is known without waiting. */
  private boolean goesOn() throws IOException {
    if (left == 0 && !last && in().hasLines(first ? 1 : 2)) {
      beginChunk();
      while (last && in().hasLines(1) && !readTrailer()) {
        // one line after another
      }
    }
    return left > 0;
  }

  /** Reads up to the first byte of the next chunk, or past the size 0 of the last one. */
  private void beginChunk() throws IOException {
    if (!first) {
      in().widen(ROOM);
      if (line(0) != 0) {
        throw new MalformedException(400, "a chunk is longer than its size");
      }
      in().skipLine(0);
    }
    first = false;
    int length = line(MOST_OF_A_LINE);
    left = size(length);
    in().skipLine(length);
    last = left == 0;
  }

  private int line(int limit) throws IOException {
    return in().line(limit, 400);
  }

  private long size(int length) throws MalformedException {
    long size = 0;
    int digits = 0;
    while (digits < length && Character.digit(in().at(digits), 16) >= 0) {
      size = size * 16 + Character.digit(in().at(digits), 16);
      digits++;
      if (digits > MOST_DIGITS) {
        throw new MalformedException(400, "a chunk's size is too large");
      }
    }
    if (digits == 0 || !isExtension(digits, length)) {
      throw new MalformedException(400, "a chunk's size is no number");
    }
    return size;
  }

  /** Whether the rest is empty, or a semicolon (blanks may precede it) with a chunk extension. */
  private boolean isExtension(int from, int length) {
    int i = from;
    while (i < length && FieldSection.isBlank(in().at(i))) {
      i++;
    }
    return from == length || (i < length && in().at(i) == ';' && isText(i, length));
  }

  private boolean isText(int from, int length) {
    for (int i = from; i < length; i++) {
      int c = in().at(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Reads one line after the last chunk; true if it was the empty line. */
  private boolean readTrailer() throws IOException {
    int length = line(room);
    if (length == 0) {
      in().skipLine(0);
      trailers = FieldSection.trailers(builder);
      finish();
      return true;
    }
    FieldSection.addLine(builder, in(), length);
    if (builder.size() > MOST_TRAILERS) {
      throw new MalformedException(400, "too many trailers");
    }
    in().skipLine(length);
    room = Math.max(0, room - length - 2);
    return false;
  }

  @Override
  public void skipBuffered() throws IOException {
    while (goesOn() && available() > 0) {
      int count = available();
      in().skip(count);
      left -= count;
    }
  }

  @Override
  public void advance() throws IOException {
    if (left == 0) {
      goesOn();
    }
  }

  @Override
  public int available() {
    return (int) Math.min(left, in().buffered());
  }
}
