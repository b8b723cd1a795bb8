package io.rgate.http.hpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes header blocks (RFC 7541). For the reader of one connection. */
public final class HpackDecoder {
  /** The largest dynamic table that the far side may use, and its size at the beginning. */
  public static final int TABLE = 4096;

  /** As many entries as fit: each one counts at least 32. */
  private static final int MOST_ENTRIES = TABLE / 32;

  private static final byte[] NOTHING = {};
  private static final int LARGEST = 1 << 28;

  /** A ring: the newest entry is at {@code newest}, older ones stand before it. */
  private Entry[] table = new Entry[16];

  private int newest = -1;
  private int count;
  private int size;
  private int most = TABLE;

  private byte[] bytes = NOTHING;
  private int at;
  private int end;
  private byte[] plain = new byte[128];

  /** Takes the fields of a block, one after another. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next one. */
    void add(Entry entry);
  }

  /** A decoder whose table is empty. */
  public HpackDecoder() {}

  /**
   * Decodes one whole block and gives its fields to {@code sink}.
   *
   * @throws HpackException if it is no valid block; nothing can be decoded any more then
   */
  public void decode(byte[] block, int from, int to, Sink sink) throws HpackException {
    bytes = block;
    at = from;
    end = to;
    while (at < end && (bytes[at] & 0xe0) == 0x20) {
      resize(integer(5));
    }
    while (at < end) {
      sink.add(next());
    }
    bytes = NOTHING;
  }

  private Entry next() throws HpackException {
    int first = bytes[at];
    if (first < 0) {
      return entry(integer(7));
    }
    if ((first & 0x40) != 0) {
      Entry entry = literal(integer(6));
      add(entry);
      return entry;
    }
    if ((first & 0x20) != 0) {
      throw broken("a change of the table's size behind a field");
    }
    return literal(integer(4));
  }

  private Entry literal(int index) throws HpackException {
    if (index > 0) {
      Entry named = entry(index);
      return new Entry(named.name(), text(), named.kind());
    }
    String name = text();
    return new Entry(name, text(), Entry.Kind.of(name));
  }

  private Entry entry(int index) throws HpackException {
    if (index == 0 || index > StaticTable.SIZE + count) {
      throw broken("an index that the table does not have");
    }
    return index <= StaticTable.SIZE
        ? StaticTable.get(index)
        : table[newest - (index - StaticTable.SIZE - 1) & table.length - 1];
  }

  private String text() throws HpackException {
    if (at == end) {
      throw broken("a block that ends within a field");
    }
    boolean coded = bytes[at] < 0;
    int length = integer(7);
    if (length > end - at) {
      throw broken("a text that is longer than its block");
    }
    int from = at;
    at += length;
    return coded
        ? decoded(from, length)
        : new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private String decoded(int from, int length) throws HpackException {
    if (plain.length < 2 * length) {
      plain = new byte[Math.max(2 * length, 2 * plain.length)];
    }
    int decoded = Huffman.decode(bytes, from, from + length, plain);
    if (decoded < 0) {
      throw broken("a text that is no Huffman code");
    }
    return new String(plain, 0, decoded, StandardCharsets.ISO_8859_1);
  }

  /** A number whose first bits stand in the last {@code bits} of a byte (RFC 7541, 5.1). */
  private int integer(int bits) throws HpackException {
    int mask = (1 << bits) - 1;
    int value = bytes[at++] & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; at < end; shift += 7) {
      int b = bytes[at++];
      long sum = value + ((long) (b & 0x7f) << shift);
      if (shift > 28 || sum > LARGEST) {
        throw broken("a number that is too large");
      }
      value = (int) sum;
      if (b >= 0) {
        return value;
      }
    }
    throw broken("a block that ends within a number");
  }

  private void resize(int wanted) throws HpackException {
    if (wanted > TABLE) {
      throw broken("a table that is larger than allowed");
    }
    most = wanted;
    evict(0);
  }

  private void evict(int more) {
    while (count > 0 && size + more > most) {
      int oldest = newest - count + 1 & table.length - 1;
      size -= table[oldest].size();
      count--;
    }
  }

  private void add(Entry entry) {
    evict(entry.size());
    if (entry.size() > most) {
      return; // RFC 7541, 4.4: such an entry only empties the table
    }
    if (count == table.length) {
      grow();
    }
    newest = newest + 1 & table.length - 1;
    table[newest] = entry;
    count++;
    size += entry.size();
  }

  private void grow() {
    Entry[] larger = new Entry[Math.min(2 * table.length, MOST_ENTRIES)];
    for (int i = 0; i < count; i++) {
      larger[i] = table[newest - count + 1 + i & table.length - 1];
    }
    newest = count - 1;
    table = larger;
  }

  private static HpackException broken(String what) {
    return new HpackException("header compression: " + what);
  }

  /** Releases what large blocks took. */
  public void rest() {
    if (plain.length > 1024) {
      plain = Arrays.copyOf(plain, 128);
    }
  }
}
