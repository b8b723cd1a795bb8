package io.rgate.http.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The numbers of RFC 9113, 6, and how a frame's head is written. */
public final class Frame {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 0x1;
  public static final int ACK = 0x1;
  public static final int END_HEADERS = 0x4;
  public static final int PADDED = 0x8;
  public static final int WITH_PRIORITY = 0x20;

  /** How many bytes come before the payload. */
  public static final int HEAD = 9;

  /** The longest payload that is accepted, and the longest that is sent. */
  public static final int MOST = 16 * 1024;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private Frame() {}

  /** What a client sends first (RFC 9113, 3.4). */
  public static byte[] preface() {
    return PREFACE.clone();
  }

  /** Writes a frame's head into {@code to} at {@code at}; {@code kind} is type and flags. */
  public static void head(byte[] to, int at, int length, int kind, int stream) {
    to[at] = (byte) (length >> 16);
    to[at + 1] = (byte) (length >> 8);
    to[at + 2] = (byte) length;
    to[at + 3] = (byte) (kind >> 8);
    to[at + 4] = (byte) kind;
    putInt(to, at + 5, stream);
  }

  /** A type with its flags, for {@link #head}. */
  public static int kind(int type, int flags) {
    return type << 8 | flags;
  }

  /** Writes a number of 32 bits. */
  public static void putInt(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
  }

  /** Reads a number of 32 bits. */
  public static int getInt(byte[] from, int at) {
    return (from[at] & 0xff) << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | (from[at + 3] & 0xff);
  }

  /** A frame whose payload is one number, such as RST_STREAM and WINDOW_UPDATE. */
  public static byte[] ofInt(int type, int stream, int value) {
    byte[] frame = new byte[HEAD + 4];
    head(frame, 0, 4, kind(type, 0), stream);
    putInt(frame, HEAD, value);
    return frame;
  }

  /** Sets the stream of all frames in {@code frames}, which are whole. */
  public static void setStream(ByteBuffer frames, int stream) {
    int at = frames.position();
    while (at < frames.limit()) {
      frames.putInt(at + 5, stream);
      at += HEAD + (frames.getInt(at) >>> 8);
    }
  }

  /** A PING; {@code flags} are 0 or {@link #ACK}. */
  public static byte[] ping(int flags, long what) {
    byte[] frame = new byte[HEAD + 8];
    head(frame, 0, 8, kind(PING, flags), 0);
    putInt(frame, HEAD, (int) (what >> 32));
    putInt(frame, HEAD + 4, (int) what);
    return frame;
  }

  /** SETTINGS with names and values in turn. */
  public static byte[] settings(int... namesAndValues) {
    byte[] frame = new byte[HEAD + 3 * namesAndValues.length];
    head(frame, 0, 3 * namesAndValues.length, kind(SETTINGS, 0), 0);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      int at = HEAD + 3 * i;
      frame[at] = (byte) (namesAndValues[i] >> 8);
      frame[at + 1] = (byte) namesAndValues[i];
      putInt(frame, at + 2, namesAndValues[i + 1]);
    }
    return frame;
  }

  /** GOAWAY. */
  public static byte[] goAway(int lastStream, int code) {
    byte[] frame = new byte[HEAD + 8];
    head(frame, 0, 8, kind(GOAWAY, 0), 0);
    putInt(frame, HEAD, lastStream);
    putInt(frame, HEAD + 4, code);
    return frame;
  }
}
