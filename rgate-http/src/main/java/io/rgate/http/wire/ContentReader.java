package io.rgate.http.wire;

import io.rgate.api.Fields;
import java.io.IOException;

/**
 * Reads the content of one message. One thread reads at a time; any thread may ask for the state.
 */
public abstract class ContentReader {
  private final Input in;
  private volatile boolean finished;

  ContentReader(Input in) {
    this.in = in;
  }

  /** A reader of content with a framing that {@link Framing} returned. */
  public static ContentReader of(long framing, Input in) {
    if (framing == Framing.CHUNKED) {
      return new ChunkedContent(in);
    }
    return framing == Framing.UNTIL_CLOSE
        ? new ContentUntilClose(in)
        : new FixedContent(in, framing);
  }

  /**
   * Reads up to {@code length} bytes, at least 1, and waits for the first; -1 at the end.
   *
   * @throws java.io.EOFException if the connection ends before the content does
   * @throws MalformedException if the bytes are no valid content
   */
  public final int read(byte[] target, int offset, int length) throws IOException {
    return finished ? -1 : readMore(target, offset, length);
  }

  abstract int readMore(byte[] target, int offset, int length) throws IOException;

  /** Skips the content that is in the buffer; that may be all of it. */
  public abstract void skipBuffered() throws IOException;

  /** Passes over what stands before the next byte, or before the end, as far as it has come. */
  public void advance() throws IOException {
    // Most content has nothing between its bytes.
  }

  /** How many bytes can be read without waiting. */
  public abstract int available();

  /** How many bytes are left, or {@link Long#MAX_VALUE} if that is not known. */
  public long left() {
    return finished ? 0 : Long.MAX_VALUE;
  }

  /** The trailer section, after the end was read. */
  public Fields trailers() {
    return Fields.EMPTY;
  }

  /** Whether the end was read: the next bytes on the connection are another message. */
  public final boolean isFinished() {
    return finished;
  }

  final void finish() {
    finished = true;
  }

  final Input in() {
    return in;
  }
}
