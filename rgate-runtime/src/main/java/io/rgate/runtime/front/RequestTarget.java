package io.rgate.runtime.front;

import io.rgate.api.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request target (RFC 9112, 3.2), as received; nothing is decoded.
 *
 * @param authority of the absolute form, else null; it does not influence the route
 * @param path starts with {@code /}, or is {@code *}
 * @param query without its question mark, null if there is none
 */
public record RequestTarget(@Nullable String authority, String path, @Nullable String query) {

  /**
   * Splits a target into its parts.
   *
   * @throws StatusException with 400 if the target has no form that can be forwarded, contains a
   *     forbidden character, or has a dot segment, plain or encoded
   */
  static RequestTarget parse(String target) {
    return parse(target, false);
  }

  /**
   * The same. With OPTIONS the target may be {@code *}, and an absolute target without path and
   * query means the same (RFC 9112, 3.2.4).
   */
  static RequestTarget parse(String target, boolean options) {
    rejectForbidden(target);
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    if (scheme <= 0) {
      return of(null, target, options);
    }
    int end = endOfAuthority(target, scheme + 3);
    String rest = target.substring(end);
    String path = rest.isEmpty() && options ? "*" : rest.startsWith("/") ? rest : "/" + rest;
    return of(target.substring(scheme + 3, end), path, options);
  }

  private static void rejectForbidden(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        throw new StatusException(400, "target holds a character that must be percent-encoded");
      }
    }
  }

  private static RequestTarget of(@Nullable String authority, String rest, boolean options) {
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    if (!path.startsWith("/") && !(options && path.equals("*"))) {
      throw new StatusException(400, "target is neither a path nor an absolute URI");
    }
    if (!isUnambiguous(path)) {
      throw new StatusException(400, "path has a backslash or a percent sign without two digits");
    }
    if (hasDotSegment(path)) {
      throw new StatusException(400, "path has a dot segment");
    }
    return new RequestTarget(authority, path, question < 0 ? null : rest.substring(question + 1));
  }

  /**
   * Whether all origins read the path in the same way. Some take a backslash for a slash, and they
   * differ about a percent sign that is not followed by two hexadecimal digits. Queries do not have
   * this problem.
   */
  private static boolean isUnambiguous(String path) {
    if (path.indexOf('\\') >= 0) {
      return false;
    }
    for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
      if (i + 2 >= path.length() || !isHex(path.charAt(i + 1)) || !isHex(path.charAt(i + 2))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private static int endOfAuthority(String target, int from) {
    for (int i = from; i < target.length(); i++) {
      if (target.charAt(i) == '/' || target.charAt(i) == '?') {
        return i;
      }
    }
    return target.length();
  }

  /**
   * Whether an origin could read another path than the gateway matched: a segment of one or two
   * dots, where each dot may be {@code %2e}, the segment may end in an encoded slash or a
   * backslash, and parameters ({@code ..;x}) may follow.
   */
  private static boolean hasDotSegment(String path) {
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return false;
    }
    for (String segment : decodeDotsAndSlashes(path).split("/", -1)) {
      int parameters = segment.indexOf(';');
      String name = parameters < 0 ? segment : segment.substring(0, parameters);
      if (name.equals(".") || name.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static String decodeDotsAndSlashes(String path) {
    if (path.indexOf('%') < 0) {
      return path.replace('\\', '/');
    }
    return path.replaceAll("%2[eE]", ".")
        .replaceAll("%2[fF]|%5[cC]", "/")
        .replaceAll("%3[bB]", ";")
        .replace('\\', '/');
  }
}
