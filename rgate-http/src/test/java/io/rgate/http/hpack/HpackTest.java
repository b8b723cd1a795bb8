package io.rgate.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Fields;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header compression, with the examples of RFC 7541, Appendix C. */
class HpackTest {
  /** Bytes that are left free before a block. */
  private static final int FREE = 9;

  private final HpackDecoder decoder = new HpackDecoder();

  private List<String> decode(String hex) throws HpackException {
    byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
    return decode(block, 0, block.length);
  }

  private List<String> decode(byte[] block, int from, int to) throws HpackException {
    List<String> fields = new ArrayList<>();
    decoder.decode(block, from, to, entry -> fields.add(entry.name() + "=" + entry.value()));
    return fields;
  }

  @Test
  void requestsWithoutHuffmanCodes() throws Exception {
    assertThat(decode("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
        .containsExactly(":method=GET", ":scheme=http", ":path=/", ":authority=www.example.com");
    assertThat(decode("8286 84be 5808 6e6f 2d63 6163 6865"))
        .contains(":authority=www.example.com", "cache-control=no-cache");
    assertThat(decode("8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"))
        .containsExactly(
            ":method=GET",
            ":scheme=https",
            ":path=/index.html",
            ":authority=www.example.com",
            "custom-key=custom-value");
  }

  @Test
  void requestsWithHuffmanCodes() throws Exception {
    assertThat(decode("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"))
        .contains(":authority=www.example.com");
    assertThat(decode("8286 84be 5886 a8eb 1064 9cbf"))
        .contains(":authority=www.example.com", "cache-control=no-cache");
    assertThat(decode("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
        .contains("custom-key=custom-value");
  }

  /** RFC 7541, C.6: with entries that are evicted, if the table has 256 bytes. */
  @Test
  void entriesAreEvicted() throws Exception {
    assertThat(
            decode(
                "3fe1 01 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0"
                    + " 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"))
        .containsExactly(
            ":status=302",
            "cache-control=private",
            "date=Mon, 21 Oct 2013 20:13:21 GMT",
            "location=https://www.example.com");
    assertThat(decode("4883 640e ffc1 c0bf"))
        .containsExactly(
            ":status=307",
            "cache-control=private",
            "date=Mon, 21 Oct 2013 20:13:21 GMT",
            "location=https://www.example.com");
    assertThat(
            decode(
                "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
                    + " 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5"
                    + " 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07"))
        .contains(
            "content-encoding=gzip",
            "set-cookie=foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
  }

  @Test
  void manyEntriesFillTheTableAgainAndAgain() throws Exception {
    for (int i = 0; i < 1000; i++) {
      String value = "%03d".formatted(i);
      assertThat(decode("40 0178 03" + HexFormat.of().formatHex(value.getBytes())))
          .containsExactly("x=" + value);
      assertThat(decode("be")).containsExactly("x=" + value);
    }
    String oldest = "%03d".formatted(999 - 112);
    assertThat(decode("ff2f")).containsExactly("x=" + oldest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // index 0
        "be", // beyond the table
        "ff80", // a number that does not end
        "ffffffffffff7f", // a number that is too large
        "4001", // a text that does not end
        "400178", // no value
        "40017885", // no value
        "8220", // a new size behind a field
        "3fe21f", // a table that is too large
        "400181ff", // eight bits of padding
        "40017881fe", // padding of zeroes
        "40017884ffffffff", // EOS
      })
  void whatIsNoBlockIsRefused(String hex) {
    assertThatThrownBy(() -> decode(hex)).isInstanceOf(HpackException.class);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    HeadWriter writer = new HeadWriter(16, FREE);
    writer.dropTable();
    writer.status(418);
    writer.fields(
        Fields.of(
            "Content-Type",
            "text/plain",
            "X-Own",
            "\u00e4" + "v".repeat(300),
            "Connection",
            "close",
            "Content-Length",
            "5",
            "Keep-Alive",
            "1",
            "x-" + "n".repeat(200),
            ""));
    writer.length(1234567890123L);
    assertThat(decode(writer.bytes(), FREE, writer.size()))
        .containsExactly(
            ":status=418",
            "content-type=text/plain",
            "x-own=\u00e4" + "v".repeat(300),
            "x-" + "n".repeat(200) + "=",
            "content-length=1234567890123");
  }

  @Test
  void namesOfTheStaticTableAreFoundInAnyCase() {
    for (int i = 1; i <= StaticTable.SIZE; i++) {
      int index = StaticTable.nameIndex(StaticTable.get(i).name().toUpperCase());
      assertThat(StaticTable.get(index).name()).isEqualTo(StaticTable.get(i).name());
    }
    assertThat(StaticTable.nameIndex("x-own")).isZero();
    assertThat(StaticTable.nameIndex("")).isZero();
    assertThat(StaticTable.get(61).name()).isEqualTo("www-authenticate");
  }
}
