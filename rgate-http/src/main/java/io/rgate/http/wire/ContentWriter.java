package io.rgate.http.wire;

import io.rgate.api.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Writes the content of one message, with the framing that its head declares. For one thread. */
public final class ContentWriter {
  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_CHUNK = {'\r', '\n'};

  /** The most bytes around a chunk's data: a size of 8 digits and two line ends. */
  private static final int AROUND = 12;

  private static final int BEHIND = END_OF_CHUNK.length;

  private final Output out;
  private final boolean chunked;
  private long left;

  private ContentWriter(Output out, boolean chunked, long left) {
    this.out = out;
    this.chunked = chunked;
    this.left = left;
  }

  /** A writer of content with that framing; a length of 0 if there is no content. */
  public static ContentWriter of(long framing, Output out) {
    return new ContentWriter(
        out, framing == Framing.CHUNKED, framing < 0 ? Long.MAX_VALUE : framing);
  }

  /** How many bytes are missing; a large number if no length was declared. */
  public long left() {
    return left;
  }

  /**
   * Writes a piece, which may stay in the buffer.
   *
   * @throws IllegalArgumentException if it is longer than the missing part; nothing is written then
   */
  public void write(byte[] piece, int offset, int length) throws IOException {
    if (length > left) {
      throw new IllegalArgumentException("more content than the " + left + " bytes that are left");
    }
    if (length == 0) {
      return;
    }
    if (chunked) {
      out.add(length, 16);
      out.add(END_OF_CHUNK);
    } else {
      left -= length;
    }
    out.write(piece, offset, length);
    if (chunked) {
      out.add(END_OF_CHUNK);
    }
  }

  /** The same content, written to another connection. */
  public ContentWriter onto(Output other) {
    return new ContentWriter(other, chunked, left);
  }

  /** Makes room for {@code more} bytes without sending, up to a limit. */
  public void grow(int more) {
    out.grow(more);
  }

  /** Sends the buffer if it has little room left. Called before {@link #transfer}. */
  public void makeRoom() throws IOException {
    out.makeRoom(AROUND, left);
  }

  /**
   * Reads once from {@code source} into the buffer, after the bytes that are there. It sends
   * nothing, so each exception comes from the source.
   *
   * @return how many bytes were read, -1 at the source's end
   */
  public int transfer(InputStream source, int atMost) throws IOException {
    if (!chunked) {
      int count = out.fetch(source, 0, (int) Math.min(Math.min(atMost, out.room()), left));
      if (count > 0) {
        out.accept(count);
        left -= count;
      }
      return count;
    }
    int most = Math.min(atMost, out.room() - AROUND);
    int gap = digits(most) + BEHIND;
    int count = out.fetch(source, gap, most);
    if (count > 0) {
      int exact = digits(count) + BEHIND;
      if (exact < gap) {
        out.move(gap, exact, count);
      }
      out.add(count, 16);
      out.add(END_OF_CHUNK);
      out.accept(count);
      out.add(END_OF_CHUNK);
    }
    return count;
  }

  private static int digits(int number) {
    return (35 - Integer.numberOfLeadingZeros(number)) / 4;
  }

  /** Sends the buffer. */
  public void flush() throws IOException {
    out.flush();
  }

  /** Ends the content and sends it. The caller has checked that no byte is missing. */
  public void end(Fields trailers) throws IOException {
    if (chunked) {
      out.add(LAST_CHUNK);
      FieldSection.writeAll(out, trailers);
      FieldSection.end(out);
    }
    out.flush();
  }
}
