package io.rgate.http.h2;

import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Limits;
import io.rgate.http.hpack.Entry;
import io.rgate.http.hpack.HpackDecoder;
import io.rgate.transport.Exchange.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of one header section and checks them as strictly as HTTP/1.1 needs them (RFC
 * 9113, 8.2 and 8.3), so that no request can be written that is read as two.
 */
final class RequestFields implements HpackDecoder.Sink {
  /** The section is malformed: its stream is reset. */
  static final int MALFORMED = -1;

  private static final int MOST_DIGITS = 18;

  private final Limits limits;
  private final boolean trailers;
  private final boolean extended;
  private final Fields.Builder builder = Fields.builder();
  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String authority;
  private @Nullable String path;
  private @Nullable String protocol;
  private @Nullable String host;
  private @Nullable StringBuilder cookie;
  private long length = -1;
  private int bytes;
  private boolean usual;
  private @Nullable String wrong;
  private boolean tooLarge;

  /**
   * For a header section, or for a trailer section.
   *
   * @param extended whether the client was told that it may use an extended CONNECT
   */
  RequestFields(Limits limits, boolean trailers, boolean extended) {
    this.limits = limits;
    this.trailers = trailers;
    this.extended = extended;
  }

  @Override
  public void add(Entry entry) {
    if (wrong != null || tooLarge) {
      return; // the rest is decoded for the table's sake only
    }
    if (!entry.isValid() || entry.kind() == Entry.Kind.STATUS) {
      wrong = "a field that HTTP/2 does not allow";
    } else if (entry.kind().isOfRequest()) {
      pseudo(entry);
    } else {
      usual = true;
      bytes += entry.name().length() + entry.value().length();
      tooLarge = bytes > limits.maxFieldBytes() || builder.size() > limits.maxFields();
      field(entry);
    }
  }

  private void pseudo(Entry entry) {
    String before =
        switch (entry.kind()) {
          case METHOD -> method;
          case SCHEME -> scheme;
          case AUTHORITY -> authority;
          case PROTOCOL -> protocol;
          default -> path;
        };
    boolean unknown = entry.kind() == Entry.Kind.PROTOCOL && !extended;
    if (usual || trailers || unknown || before != null) {
      wrong = "a pseudo-field that is repeated, or stands where none may be";
      return;
    }
    String value = entry.value();
    switch (entry.kind()) {
      case METHOD -> method = value;
      case SCHEME -> scheme = value;
      case AUTHORITY -> {
        authority = value;
        // RFC 9113, 8.3.1: who makes HTTP/1.1 of it makes Host of it.
        builder.add("host", value);
      }
      case PROTOCOL -> protocol = value;
      default -> path = value;
    }
  }

  private void field(Entry entry) {
    String value = entry.value();
    switch (entry.kind()) {
      case HOST -> host(value);
      case COOKIE -> {
        // RFC 9113, 8.2.3: the pieces are put together again.
        StringBuilder before = cookie;
        cookie = before == null ? new StringBuilder(value) : before.append("; ").append(value);
      }
      case LENGTH -> {
        length(value);
        builder.add(entry.name(), value);
      }
      case TE -> {
        if (!value.equalsIgnoreCase("trailers")) {
          wrong = "TE other than trailers";
        }
        builder.add(entry.name(), value);
      }
      default -> builder.add(entry.name(), value);
    }
  }

  private void host(String value) {
    if (host != null) {
      wrong = "Host twice";
    }
    host = value;
    if (authority == null) {
      builder.add("host", value);
    }
  }

  private void length(String value) {
    if (length < 0 && isNumber(value)) {
      length = Long.parseLong(value);
    } else {
      wrong = "Content-Length that is not one number";
    }
  }

  private static boolean isNumber(String text) {
    boolean number = !text.isEmpty() && text.length() <= MOST_DIGITS;
    for (int i = 0; number && i < text.length(); i++) {
      number = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return number;
  }

  /** Why it is malformed, or null if it is not. */
  @Nullable String wrong() {
    return wrong;
  }

  /** The declared length of the content, or -1. */
  long length() {
    return length;
  }

  /** Checks the whole; 0, {@link #MALFORMED} or the status to refuse it with. */
  int check() {
    StringBuilder pieces = cookie;
    if (pieces != null) {
      builder.add("cookie", pieces.toString());
      cookie = null;
    }
    if (wrong == null && !tooLarge && !trailers) {
      wrong = checkPseudo();
    }
    if (wrong != null) {
      return MALFORMED;
    }
    boolean tooMany = builder.size() > limits.maxFields() + 1; // Host is made of :authority
    return tooLarge || tooMany ? 431 : checkTarget();
  }

  private @Nullable String checkPseudo() {
    boolean connect = "CONNECT".equals(method);
    if (protocol != null && (!connect || length >= 0)) {
      return ":protocol without CONNECT, or with content";
    }
    return connect && protocol == null ? checkConnect() : checkRequest();
  }

  private @Nullable String checkConnect() {
    boolean others = scheme != null || path != null;
    return authority == null || others ? "CONNECT with pseudo-fields that it has not" : null;
  }

  private @Nullable String checkRequest() {
    if (method == null || scheme == null || path == null) {
      return "a pseudo-field is missing";
    }
    return checkValues(method, path);
  }

  private @Nullable String checkValues(String token, String target) {
    if (target.isEmpty()) {
      return "an empty path";
    }
    if (!Fields.isToken(token)) {
      return "the method is no token";
    }
    return host == null || authority == null || host.equalsIgnoreCase(authority)
        ? null
        : "Host and :authority do not agree";
  }

  private int checkTarget() {
    String target = path;
    if (target == null) {
      return 0;
    }
    if (target.length() > limits.maxTarget()) {
      return 414;
    }
    // Only a path and the asterisk are targets here (RFC 9113, 8.3.1).
    boolean form = target.charAt(0) == '/' || (target.equals("*") && "OPTIONS".equals(method));
    return form && isVisible(target) ? checkProtocol() : 400;
  }

  private int checkProtocol() {
    return protocol == null || protocol.equalsIgnoreCase(Forwarding.WEBSOCKET) ? 0 : 501;
  }

  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /**
   * The head of the request; an extended CONNECT has become a GET with {@code upgrade}, a field
   * that no other request has.
   *
   * @param connection the connection's scheme
   */
  RequestHead head(String connection) {
    String target = path == null ? authority : path;
    String upgrade = protocol;
    if (upgrade != null) {
      // As the same request is in HTTP/1.1.
      builder.add("connection", "Upgrade").add("upgrade", upgrade);
    }
    return new RequestHead(
        upgrade == null ? String.valueOf(method) : "GET",
        connection,
        authority,
        String.valueOf(target),
        "HTTP/2",
        builder.build());
  }

  /** The fields of a trailer section. */
  Fields.Builder builder() {
    return builder;
  }
}
