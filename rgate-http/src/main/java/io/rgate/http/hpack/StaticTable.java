package io.rgate.http.hpack;

/** The fields that both ends know (RFC 7541, Appendix A). */
final class StaticTable {
  private static final String TEXT =
      """
      :authority
      :method GET
      :method POST
      :path /
      :path /index.html
      :scheme http
      :scheme https
      :status 200
      :status 204
      :status 206
      :status 304
      :status 400
      :status 404
      :status 500
      accept-charset
      accept-encoding gzip, deflate
      accept-language
      accept-ranges
      accept
      access-control-allow-origin
      age
      allow
      authorization
      cache-control
      content-disposition
      content-encoding
      content-language
      content-length
      content-location
      content-range
      content-type
      cookie
      date
      etag
      expect
      expires
      from
      host
      if-match
      if-modified-since
      if-none-match
      if-range
      if-unmodified-since
      last-modified
      link
      location
      max-forwards
      proxy-authenticate
      proxy-authorization
      range
      referer
      refresh
      retry-after
      server
      set-cookie
      strict-transport-security
      transfer-encoding
      user-agent
      vary
      via
      www-authenticate
      """;

  static final int SIZE = 61;

  /** From index 1 on. */
  private static final Entry[] ENTRIES = new Entry[SIZE + 1];

  /** Indexes of names by {@link #bucket}; an index that does not fit stands in the next bucket. */
  private static final byte[] BUCKETS = new byte[256];

  static {
    String[] lines = TEXT.split("\n", -1);
    for (int i = 1; i <= SIZE; i++) {
      String line = lines[i - 1];
      int blank = line.indexOf(' ');
      String name = blank < 0 ? line : line.substring(0, blank);
      String value = blank < 0 ? "" : line.substring(blank + 1);
      ENTRIES[i] = new Entry(name, value, Entry.Kind.of(name));
      if (nameIndex(name) == 0) {
        int at = bucket(name);
        while (BUCKETS[at] != 0) {
          at = at + 1 & 255;
        }
        BUCKETS[at] = (byte) i;
      }
    }
  }

  private StaticTable() {}

  /** The field at {@code index}, 1 to {@link #SIZE}. */
  static Entry get(int index) {
    return ENTRIES[index];
  }

  /** The least index of a field of that name, compared without regard to case; 0 if none has it. */
  static int nameIndex(String name) {
    if (name.isEmpty()) {
      return 0;
    }
    int at = bucket(name);
    while (BUCKETS[at] != 0) {
      if (ENTRIES[BUCKETS[at]].name().equalsIgnoreCase(name)) {
        return BUCKETS[at];
      }
      at = at + 1 & 255;
    }
    return 0;
  }

  private static int bucket(String name) {
    int length = name.length();
    int letters =
        (name.charAt(0) | 0x20) * 7
            + (name.charAt(length - 1) | 0x20) * 13
            + (name.charAt(length / 2) | 0x20) * 29;
    return letters + length * 3 & 255;
  }
}
