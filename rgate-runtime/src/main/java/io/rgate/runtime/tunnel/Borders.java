package io.rgate.runtime.tunnel;

/**
 * Finds the borders between the frames of WebSocket in one direction (RFC 6455, 5.2). It reads the
 * heads of frames only. For one thread.
 */
final class Borders {
  private static final int CLOSE = 0x8;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  /** How many bytes of a frame's head have come, and how many it has. */
  private int come;

  private int head;

  /** The payload's length, as far as it is known. */
  private long length;

  private int lengthBytes;

  /** How many bytes of the payload are missing. */
  private long missing;

  private boolean closes;
  private boolean closed;

  /** Whether the next byte begins a frame. */
  boolean atBorder() {
    return come == 0 && missing == 0;
  }

  /** Whether a Close frame has come to its end: no other frame may follow. */
  boolean isClosed() {
    return closed;
  }

  /** Takes bytes of the direction. */
  void pass(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      at = step(bytes, at, to);
    }
  }

  /** Takes bytes up to the next border; returns where that is, or {@code to} if none is before. */
  int passToBorder(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !atBorder()) {
      at = step(bytes, at, to);
    }
    return at;
  }

  private int step(byte[] bytes, int at, int to) {
    if (missing > 0) {
      int count = (int) Math.min(missing, to - at);
      missing -= count;
      closed |= closes && missing == 0;
      return at + count;
    }
    addToHead(bytes[at] & 0xff);
    return at + 1;
  }

  private void addToHead(int octet) {
    if (come == 0) {
      closes = (octet & 0xf) == CLOSE;
      head = 2;
    } else if (come == 1) {
      second(octet);
    } else if (come < 2 + lengthBytes) {
      length = length << 8 | octet;
    }
    come++;
    if (come == head) {
      come = 0;
      missing = length & Long.MAX_VALUE;
      closed |= closes && missing == 0;
    }
  }

  /** The second byte says how long the head is. */
  private void second(int octet) {
    int said = octet & ~MASKED;
    lengthBytes = said == TWO_BYTES ? 2 : said == EIGHT_BYTES ? 8 : 0;
    head = 2 + lengthBytes + ((octet & MASKED) == 0 ? 0 : 4);
    length = lengthBytes == 0 ? said : 0;
  }
}
