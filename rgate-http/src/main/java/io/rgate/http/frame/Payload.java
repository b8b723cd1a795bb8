package io.rgate.http.frame;

/** What one frame holds, in the connection's buffer. */
public final class Payload {
  /** The buffer. */
  public final byte[] bytes;

  /** The frame's flags. */
  public final int flags;

  /** The frame's stream, or 0. */
  public final int stream;

  private final int whole;

  /** Where it begins. */
  public int at;

  /** How long it is. */
  public int length;

  /** What stands in {@code bytes} from {@code at} on. */
  public Payload(byte[] bytes, int at, int length, int flags, int stream) {
    this.bytes = bytes;
    this.at = at;
    this.length = length;
    this.whole = length;
    this.flags = flags;
    this.stream = stream;
  }

  /** Whether the frame has that flag. */
  public boolean is(int flag) {
    return (flags & flag) != 0;
  }

  /** How long it was with its padding: so much of a window it takes (RFC 9113, 6.1). */
  public int whole() {
    return whole;
  }

  /** Leaves the padding out. */
  public Payload unpadded() throws Http2Exception {
    if (is(Frame.PADDED)) {
      if (length == 0) {
        throw Http2Exception.size("a frame without the length of its padding");
      }
      int padding = bytes[at] & 0xff;
      skip(1);
      if (padding > length) {
        throw Http2Exception.protocol("more padding than the frame has room for");
      }
      length -= padding;
    }
    return this;
  }

  /** Leaves its first bytes out. */
  public void skip(int count) {
    at += count;
    length -= count;
  }
}
