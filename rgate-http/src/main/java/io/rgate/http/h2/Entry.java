package io.rgate.http.h2;

import io.rgate.api.Fields;

/** A field of a header block. Those of the tables are checked once, and used again and again. */
final class Entry {
  /** What a field's name means for a request (RFC 9113, 8.2 and 8.3). */
  enum Kind {
    USUAL,
    METHOD,
    SCHEME,
    AUTHORITY,
    PATH,
    /** Of an extended CONNECT (RFC 8441, 4). */
    PROTOCOL,
    HOST,
    COOKIE,
    LENGTH,
    TE,
    /** A name that a request must not have. */
    WRONG;

    boolean isPseudo() {
      return switch (this) {
        case METHOD, SCHEME, AUTHORITY, PATH, PROTOCOL -> true;
        default -> false;
      };
    }

    static Kind of(String name) {
      return switch (name) {
        case ":method" -> METHOD;
        case ":scheme" -> SCHEME;
        case ":authority" -> AUTHORITY;
        case ":path" -> PATH;
        case ":protocol" -> PROTOCOL;
        case "host" -> HOST;
        case "cookie" -> COOKIE;
        case "content-length" -> LENGTH;
        case "te" -> TE;
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
            WRONG;
        default -> isName(name) ? USUAL : WRONG;
      };
    }

    /** Whether it is a token without capital letters. */
    private static boolean isName(String name) {
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c >= 'A' && c <= 'Z') {
          return false;
        }
      }
      return Fields.isToken(name);
    }
  }

  private final String name;
  private final String value;
  private final Kind kind;
  private final boolean valid;

  Entry(String name, String value, Kind kind) {
    this.name = name;
    this.value = value;
    this.kind = kind;
    this.valid = kind != Kind.WRONG && isTrimmed(value) && Fields.isValue(value);
  }

  /** RFC 9113, 8.2.1: a value neither begins nor ends with a blank. */
  private static boolean isTrimmed(String value) {
    return value.isEmpty()
        || (!isBlank(value.charAt(0)) && !isBlank(value.charAt(value.length() - 1)));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  String name() {
    return name;
  }

  String value() {
    return value;
  }

  Kind kind() {
    return kind;
  }

  /** Whether a request may have this field. */
  boolean isValid() {
    return valid;
  }

  /** What it counts for the size of a table (RFC 7541, 4.1). */
  int size() {
    return name.length() + value.length() + 32;
  }
}
