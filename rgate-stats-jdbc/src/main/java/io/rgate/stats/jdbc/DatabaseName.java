package io.rgate.stats.jdbc;

/** Names a database by its URL, without parts that may be a password. */
final class DatabaseName {
  private DatabaseName() {}

  /** The URL up to its parameters, without its user; {@code …} replaces parts that are unclear. */
  static String of(String url) {
    int kindEnd = url.indexOf(':', url.indexOf(':') + 1) + 1;
    String kind = url.substring(0, kindEnd);
    String rest = url.substring(kindEnd);
    String place = rest.split("[?;]", 2)[0];
    int user = place.lastIndexOf('@');
    if (user >= 0) {
      return kind + (place.startsWith("//") ? "//" : "") + place.substring(user + 1);
    }
    boolean passwordMayBeCut = rest.indexOf('@') > place.length() && place.indexOf('/', 2) < 0;
    return passwordMayBeCut ? kind + "…" : kind + place;
  }
}
