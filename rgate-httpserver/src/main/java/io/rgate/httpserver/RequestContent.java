package io.rgate.httpserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The content of a request. For one reader at a time. */
abstract class RequestContent extends InputStream {
  private final Input in;
  private final Invitation invitation;
  private volatile boolean finished;
  private boolean begun;
  private boolean broken;

  /** What a client that waits before it sends is told when the first byte is wanted. */
  @FunctionalInterface
  interface Invitation {
    void send() throws IOException;
  }

  RequestContent(Input in, Invitation invitation) {
    this.in = in;
    this.invitation = invitation;
  }

  /** The content that {@code head} declares. */
  static RequestContent of(RequestHead head, Input in, Invitation invitation) {
    return head.length() == RequestHead.CHUNKED
        ? new ChunkedContent(in, invitation)
        : new LengthContent(in, invitation, head.length());
  }

  /** Up to {@code length} bytes, 1 at least, waiting for the first; -1 at the end. */
  abstract int readContent(byte[] target, int offset, int length) throws IOException;

  final Input in() {
    return in;
  }

  /** Whether what follows on the connection is another request. */
  final boolean isFinished() {
    return finished;
  }

  /** Whether none of it was asked for. */
  final boolean isUntouched() {
    return !begun && !finished;
  }

  final void finish() {
    finished = true;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (finished || length == 0) {
      return finished ? -1 : 0;
    }
    if (!begun && in.buffered() == 0) {
      invitation.send();
    }
    return readMore(target, offset, length);
  }

  /** Where content is broken nobody can tell how it goes on, so that it is not tried again. */
  private int readMore(byte[] target, int offset, int length) throws IOException {
    if (broken) {
      throw new IOException("the content is broken");
    }
    begun = true;
    broken = true;
    int count = readContent(target, offset, length);
    broken = false;
    return count;
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Reads what is left if that is not much; tells whether all of it was read. */
  final boolean drain(int most) throws IOException {
    byte[] piece = new byte[Math.min(most, 8 * 1024)];
    int left = most;
    try {
      while (!finished && !broken && left > 0) {
        left -= Math.max(readMore(piece, 0, Math.min(piece.length, left)), 0);
      }
    } catch (BadRequestException e) {
      return false; // it has its answer, which must still reach the client
    }
    return finished;
  }
}
