package io.rgate.http.h2;

/** What one frame holds, in the connection's buffer. */
final class Payload {
  final byte[] bytes;
  final int flags;
  final int stream;
  private final int whole;
  int at;
  int length;

  Payload(byte[] bytes, int at, int length, int flags, int stream) {
    this.bytes = bytes;
    this.at = at;
    this.length = length;
    this.whole = length;
    this.flags = flags;
    this.stream = stream;
  }

  boolean is(int flag) {
    return (flags & flag) != 0;
  }

  /** How long it was with its padding: so much of a window it takes (RFC 9113, 6.1). */
  int whole() {
    return whole;
  }

  /** Leaves the padding out. */
  Payload unpadded() throws Http2Exception {
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

  void skip(int count) {
    at += count;
    length -= count;
  }
}
