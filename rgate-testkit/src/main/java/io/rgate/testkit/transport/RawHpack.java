package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rgate.api.Fields;
import java.io.ByteArrayOutputStream;

/** As much of header compression as a test needs: no dynamic table and no Huffman code. */
final class RawHpack {
  /**
   * The names at index 1 and above, as RFC 7541 has them; the colon of the first 14 is left out.
   */
  private static final String[] NAMES =
      ("- authority method method path path scheme scheme status status status status status status"
              + " status accept-charset accept-encoding accept-language accept-ranges accept"
              + " access-control-allow-origin age allow authorization cache-control"
              + " content-disposition content-encoding content-language content-length"
              + " content-location content-range content-type cookie date etag expect expires from"
              + " host if-match if-modified-since if-none-match if-range if-unmodified-since"
              + " last-modified link location max-forwards proxy-authenticate proxy-authorization"
              + " range referer refresh retry-after server set-cookie strict-transport-security"
              + " transfer-encoding user-agent vary via www-authenticate")
          .split(" ");

  private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};

  private final byte[] block;
  private int at;

  private RawHpack(byte[] block) {
    this.block = block;
  }

  static void writeNumber(ByteArrayOutputStream to, int first, int bits, int number) {
    int mask = (1 << bits) - 1;
    if (number < mask) {
      to.write(first | number);
      return;
    }
    to.write(first | mask);
    int rest = number - mask;
    while (rest >= 0x80) {
      to.write((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    to.write(rest);
  }

  /** The fields of a block; {@code :status} stands among them without its colon. */
  static Fields fields(byte[] block) {
    return new RawHpack(block).read();
  }

  private Fields read() {
    Fields.Builder fields = Fields.builder();
    while (at < block.length) {
      int first = block[at];
      if (first < 0) {
        int index = number(7);
        fields.add(NAMES[index], String.valueOf(STATUSES[index - 8]));
      } else if ((first & 0xe0) == 0x20) {
        number(5);
      } else {
        int index = number(4);
        String name = index == 0 ? text() : NAMES[index];
        fields.add(name, text());
      }
    }
    return fields.build();
  }

  private String text() {
    int length = number(7);
    at += length;
    return new String(block, at - length, length, ISO_8859_1);
  }

  private int number(int bits) {
    int mask = (1 << bits) - 1;
    int value = block[at++] & mask;
    if (value < mask) {
      return value;
    }
    int shift = 0;
    int b;
    do {
      b = block[at++];
      value += (b & 0x7f) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }
}
