package io.rgate.http.hpack;

import io.rgate.api.Fields;

/** A field of a header block. Those of the tables are checked once, and used again and again. */
public final class Entry {
  /** What a field's name means (RFC 9113, 8.2 and 8.3). */
  public enum Kind {
    /** A field that only the ends of an exchange look at. */
    USUAL,
    /** {@code :method}. */
    METHOD,
    /** {@code :scheme}. */
    SCHEME,
    /** {@code :authority}. */
    AUTHORITY,
    /** {@code :path}. */
    PATH,
    /** {@code :status}. */
    STATUS,
    /** {@code :protocol} of an extended CONNECT (RFC 8441, 4). */
    PROTOCOL,
    /** {@code Host}. */
    HOST,
    /** {@code Cookie}. */
    COOKIE,
    /** {@code Content-Length}. */
    LENGTH,
    /** {@code TE}. */
    TE,
    /** A name that no message may have. */
    WRONG;

    /** Whether it is a pseudo-field of a request. */
    public boolean isOfRequest() {
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
        case ":status" -> STATUS;
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

  /** A field; {@code kind} is that of its name. */
  public Entry(String name, String value, Kind kind) {
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

  /** The name, in small letters if the field is valid. */
  public String name() {
    return name;
  }

  /** The value, one character for each byte. */
  public String value() {
    return value;
  }

  /** What its name means. */
  public Kind kind() {
    return kind;
  }

  /** Whether a message of HTTP/2 may have this field. */
  public boolean isValid() {
    return valid;
  }

  /** What it counts for the size of a table (RFC 7541, 4.1). */
  int size() {
    return name.length() + value.length() + 32;
  }
}
