package io.rgate.httpserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** What goes to a client: small pieces are gathered, large ones are not copied. For one thread. */
final class Output {
  private static final int USUAL = 2 * 1024;

  private final SocketChannel channel;
  private byte[] bytes = new byte[USUAL];
  private int size;

  Output(SocketChannel channel) {
    this.channel = channel;
  }

  /** Gives back the memory that a large head has taken. */
  void rest() {
    if (size == 0 && bytes.length > USUAL) {
      bytes = new byte[USUAL];
    }
  }

  /** Adds {@code text}, a byte for each character (Latin-1), to what waits. */
  void add(String text) {
    int length = text.length();
    ensureRoom(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      // Not its low byte, which could be the end of a line.
      bytes[size + i] = (byte) (c < 0x100 ? c : '?');
    }
    size += length;
  }

  void add(byte[] more) {
    ensureRoom(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void ensureRoom(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  /** Sends a piece, behind what waits; a small one waits itself. */
  void write(byte[] piece, int offset, int length) throws IOException {
    if (size + length <= bytes.length) {
      System.arraycopy(piece, offset, bytes, size, length);
      size += length;
    } else if (size == 0) {
      writeAll(ByteBuffer.wrap(piece, offset, length));
    } else {
      ByteBuffer[] both = {ByteBuffer.wrap(bytes, 0, size), ByteBuffer.wrap(piece, offset, length)};
      while (both[1].hasRemaining()) {
        channel.write(both);
      }
      size = 0;
    }
  }

  /** Sends what waits. */
  void flush() throws IOException {
    if (size > 0) {
      writeAll(ByteBuffer.wrap(bytes, 0, size));
      size = 0;
    }
  }

  private void writeAll(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
