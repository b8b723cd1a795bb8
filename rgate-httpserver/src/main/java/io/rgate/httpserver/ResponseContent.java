package io.rgate.httpserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The content of a response, framed as its head said. */
final class ResponseContent extends OutputStream {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_CHUNK = {'\r', '\n'};

  /** How the end of the content is told. */
  enum Framing {
    /** Nothing can be written before the head. */
    NO_HEAD_YET,
    /** There is no content. */
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final Output out;
  private final Runnable onEnd;
  private final Runnable onFailure;
  private Framing framing = Framing.NO_HEAD_YET;
  private long left;
  private boolean closed;

  /**
   * Content into {@code out}; {@code onEnd} is called when all of it is sent, {@code onFailure}
   * when it ends without that.
   */
  ResponseContent(Output out, Runnable onEnd, Runnable onFailure) {
    this.out = out;
    this.onEnd = onEnd;
    this.onFailure = onFailure;
  }

  /** The head is in {@code out}. Without content that is all. */
  void begin(Framing how, long length) throws IOException {
    framing = how;
    left = length;
    if (how == Framing.NONE) {
      close();
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] piece, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, piece.length);
    if (length == 0) {
      return;
    }
    if (closed) {
      throw new IOException("the response has ended, or has no content");
    }
    switch (framing) {
      case LENGTH -> {
        if (length > left) {
          throw new IOException("more content than the " + left + " bytes that are left");
        }
        left -= length;
        out.write(piece, offset, length);
      }
      case CHUNKED -> {
        out.add(Integer.toHexString(length));
        out.add(END_OF_CHUNK);
        out.write(piece, offset, length);
        out.add(END_OF_CHUNK);
      }
      case UNTIL_CLOSE -> out.write(piece, offset, length);
      case NO_HEAD_YET, NONE -> throw new IOException("content where there can be none");
    }
  }

  @Override
  public void flush() throws IOException {
    if (!closed) {
      out.flush();
    }
  }

  /**
   * Says that this was all.
   *
   * @throws IOException if that is less than the head said
   */
  @Override
  public void close() throws IOException {
    if (closed || framing == Framing.NO_HEAD_YET) {
      return;
    }
    closed = true;
    try {
      end();
    } catch (IOException e) {
      // Nobody else may come to know of it, and the client waits for the rest.
      onFailure.run();
      throw e;
    }
    onEnd.run();
  }

  private void end() throws IOException {
    if (left > 0) {
      throw new IOException("content ends " + left + " bytes too early");
    }
    if (framing == Framing.CHUNKED) {
      out.add(LAST_CHUNK);
    }
    out.flush();
  }
}
