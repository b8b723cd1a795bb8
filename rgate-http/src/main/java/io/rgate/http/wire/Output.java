package io.rgate.http.wire;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sends bytes on a connection. Small pieces are collected in a buffer, large ones are not copied.
 * For one thread at a time.
 */
public final class Output {
  private static final int USUAL = 2 * 1024;

  /** The buffer size for content that has filled the usual size and so is likely to continue. */
  private static final int LARGE = 64 * 1024;

  private final Transport transport;
  private byte[] bytes = new byte[USUAL];
  private ByteBuffer window = ByteBuffer.wrap(bytes);
  private int size;
  private long sent;
  private WaitLimit waitLimit;

  /** Bytes to {@code transport}, which may take none for at most {@code waitLimit}. */
  public Output(Transport transport, WaitLimit waitLimit) {
    this.transport = transport;
    this.waitLimit = waitLimit;
  }

  /** Sets the limit of each wait from now on. */
  public void waitLimit(WaitLimit other) {
    waitLimit = other;
  }

  /**
   * Drops unsent bytes, resets the count of sent ones, and releases the memory that content took.
   */
  public void begin() {
    size = 0;
    sent = 0;
    if (bytes.length > USUAL) {
      resize(USUAL);
    }
  }

  /** Releases the memory of the empty buffer: from now on nothing is collected. */
  void release() {
    if (size == 0) {
      resize(0);
    }
  }

  private void resize(int length) {
    bytes = Arrays.copyOf(bytes, length);
    window = ByteBuffer.wrap(bytes);
  }

  /** How many bytes the operating system has taken since {@link #begin}. */
  public long sent() {
    return sent;
  }

  /** Adds the bytes that are in the buffer of {@code other}, which could not be sent. */
  public void addAllOf(Output other) {
    ensureRoom(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  /** Adds {@code text} to the buffer, one byte for each character (Latin-1). */
  void add(String text) {
    int length = text.length();
    ensureRoom(length);
    byte[] to = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      // Not the character's low byte, which could be a line end.
      to[at + i] = (byte) (c < 0x100 ? c : '?');
    }
    size += length;
  }

  void add(byte[] more) {
    ensureRoom(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  void add(char c) {
    ensureRoom(1);
    bytes[size++] = (byte) c;
  }

  /** Adds a number in digits to the base 10 or 16. */
  void add(long number, int radix) {
    int digits = 1;
    for (long rest = number / radix; rest > 0; rest /= radix) {
      digits++;
    }
    ensureRoom(digits);
    long rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) Character.forDigit((int) (rest % radix), radix);
      rest /= radix;
    }
    size += digits;
  }

  private void ensureRoom(int more) {
    if (size + more > bytes.length) {
      resize(Math.max(2 * bytes.length, size + more));
    }
  }

  /** Sends a piece after the buffered bytes; a small piece is buffered. */
  void write(byte[] piece, int offset, int length) throws IOException {
    if (size + length <= bytes.length) {
      System.arraycopy(piece, offset, bytes, size, length);
      size += length;
    } else {
      ByteBuffer rest = ByteBuffer.wrap(piece, offset, length);
      send(rest);
    }
  }

  private void send(ByteBuffer behind) throws IOException {
    window.limit(size).position(0);
    int before = behind.remaining();
    try {
      transport.write(window, behind, waitLimit);
    } finally {
      sent += window.position() + before - behind.remaining();
    }
    size = 0;
  }

  /**
   * Makes room for a piece of content and {@code around} bytes around it: sends the buffer, or
   * extends it if {@code expected} tells how many bytes follow.
   */
  void makeRoom(int around, long expected) throws IOException {
    // Content that ends with the connection counts down from the greatest number.
    boolean known = expected < Long.MAX_VALUE / 2;
    if (known && expected > room() && bytes.length == USUAL) {
      resize((int) Math.min(LARGE, size + expected));
    }
    int wanted = USUAL / 2 + around;
    if (room() >= Math.min(wanted, expected)) {
      return;
    }
    boolean large = size >= USUAL / 2;
    flush();
    if (large && bytes.length < LARGE) {
      resize(LARGE);
    }
  }

  /** Makes room for {@code more} bytes without sending, up to a limit. */
  void grow(int more) {
    if (more > room() && bytes.length < LARGE) {
      resize((int) Math.min(LARGE, (long) size + more));
    }
  }

  /** How many bytes can be added without sending. */
  int room() {
    return bytes.length - size;
  }

  /**
   * Reads once from {@code source}, into the buffer at {@code gap} bytes after its end. The bytes
   * are added only by {@link #accept}.
   */
  int fetch(InputStream source, int gap, int atMost) throws IOException {
    return source.read(bytes, size + gap, atMost);
  }

  /** Adds {@code count} bytes that {@link #fetch} has read. */
  void accept(int count) {
    size += count;
  }

  /**
   * Moves {@code count} fetched bytes, so that they are {@code to} bytes after the buffer's end.
   */
  void move(int gap, int to, int count) {
    System.arraycopy(bytes, size + gap, bytes, size + to, count);
  }

  /** Sends the buffer. */
  public void flush() throws IOException {
    if (size == 0) {
      return;
    }
    window.limit(size).position(0);
    try {
      transport.write(window, waitLimit);
    } finally {
      sent += window.position();
    }
    size = 0;
  }
}
