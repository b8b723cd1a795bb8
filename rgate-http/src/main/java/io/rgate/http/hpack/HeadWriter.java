package io.rgate.http.hpack;

import io.rgate.api.Fields;
import java.util.Arrays;

/**
 * Writes header blocks (RFC 7541) without a dynamic table and without Huffman codes: a block does
 * not depend on those before, so that each stream writes its own without waiting for others.
 */
public final class HeadWriter {
  /** Says that the dynamic table is not used; must come before the first field. */
  private static final int NO_TABLE = 0x20;

  private static final int STATUS = 8;
  private static final int CONTENT_LENGTH = 28;
  private static final int DATE = 33;

  private byte[] bytes;
  private int size;

  /** Writes behind {@code from} bytes, which are left free. */
  public HeadWriter(int capacity, int from) {
    bytes = new byte[capacity];
    size = from;
  }

  /** The bytes, up to {@link #size}; others after the next call that writes. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes there are, those left free included. */
  public int size() {
    return size;
  }

  /** Says that no dynamic table is used; called before anything else is written, or never. */
  public void dropTable() {
    ensureRoom(1);
    bytes[size++] = NO_TABLE;
  }

  /** Writes {@code :status}. */
  public void status(int status) {
    ensureRoom(5);
    int index =
        switch (status) {
          case 200 -> 8;
          case 204 -> 9;
          case 206 -> 10;
          case 304 -> 11;
          case 400 -> 12;
          case 404 -> 13;
          case 500 -> 14;
          default -> 0;
        };
    if (index > 0) {
      bytes[size++] = (byte) (0x80 | index);
      return;
    }
    bytes[size++] = STATUS;
    number(status);
  }

  /** Writes fields without those that HTTP/2 does not have, and those that declare a length. */
  public void fields(Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (!isOfHttp1(name)) {
        field(name, fields.value(i));
      }
    }
  }

  /** Whether HTTP/2 does not have that field (RFC 9113, 8.2.2), or it declares a length. */
  public static boolean isOfHttp1(String name) {
    return switch (name.length()) {
      case 7 -> name.equalsIgnoreCase("Upgrade");
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 16 -> name.equalsIgnoreCase("Proxy-Connection");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  /** Writes a field; its name is one that HTTP/2 allows, in any case. */
  public void field(String name, String value) {
    ensureRoom(name.length() + value.length() + 16);
    int index = StaticTable.nameIndex(name);
    if (index > 0) {
      integer(0, 4, index);
    } else {
      bytes[size++] = 0;
      integer(0, 7, name.length());
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        bytes[size++] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
      }
    }
    integer(0, 7, value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      // Not the character's low byte, which could be a control.
      bytes[size++] = (byte) (c < 0x100 ? c : '?');
    }
  }

  /** Writes {@code Content-Length}. */
  public void length(long length) {
    ensureRoom(24);
    integer(0, 4, CONTENT_LENGTH);
    number(length);
  }

  /** Writes {@code Date}, whose value stands in {@code text}. */
  public void date(byte[] text, int from, int length) {
    ensureRoom(length + 4);
    integer(0, 4, DATE);
    integer(0, 7, length);
    System.arraycopy(text, from, bytes, size, length);
    size += length;
  }

  /** A text of digits. */
  private void number(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    bytes[size++] = (byte) digits;
    long rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  /** A number behind the first bits of a byte (RFC 7541, 5.1). */
  private void integer(int first, int bits, int value) {
    int mask = (1 << bits) - 1;
    if (value < mask) {
      bytes[size++] = (byte) (first | value);
      return;
    }
    bytes[size++] = (byte) (first | mask);
    int rest = value - mask;
    while (rest >= 0x80) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Removes what stands behind the first {@code length} bytes. */
  public void cut(int length) {
    size = length;
  }

  /** Makes room for {@code more} bytes, which the caller writes into {@link #bytes}. */
  public int extend(int more) {
    ensureRoom(more);
    int at = size;
    size += more;
    return at;
  }

  private void ensureRoom(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
