package io.rgate.http.h2;

/** The numbers of RFC 9113, 6, and how a frame's head is written. */
final class Frame {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 0x1;
  static final int ACK = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int WITH_PRIORITY = 0x20;

  /** How many bytes come before the payload. */
  static final int HEAD = 9;

  /** The longest payload that is accepted, and the longest that is sent. */
  static final int MOST = 16 * 1024;

  private Frame() {}

  /** Writes a frame's head into {@code to} at {@code at}; {@code kind} is type and flags. */
  static void head(byte[] to, int at, int length, int kind, int stream) {
    to[at] = (byte) (length >> 16);
    to[at + 1] = (byte) (length >> 8);
    to[at + 2] = (byte) length;
    to[at + 3] = (byte) (kind >> 8);
    to[at + 4] = (byte) kind;
    putInt(to, at + 5, stream);
  }

  /** A type with its flags, for {@link #head}. */
  static int kind(int type, int flags) {
    return type << 8 | flags;
  }

  static void putInt(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
  }

  static int getInt(byte[] from, int at) {
    return (from[at] & 0xff) << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | (from[at + 3] & 0xff);
  }

  /** A frame whose payload is one number, such as RST_STREAM and WINDOW_UPDATE. */
  static byte[] ofInt(int type, int stream, int value) {
    byte[] frame = new byte[HEAD + 4];
    head(frame, 0, 4, kind(type, 0), stream);
    putInt(frame, HEAD, value);
    return frame;
  }

  static byte[] goAway(int lastStream, int code) {
    byte[] frame = new byte[HEAD + 8];
    head(frame, 0, 8, kind(GOAWAY, 0), 0);
    putInt(frame, HEAD, lastStream);
    putInt(frame, HEAD + 4, code);
    return frame;
  }
}
