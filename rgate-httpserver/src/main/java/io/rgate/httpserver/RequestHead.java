package io.rgate.httpserver;

import com.sun.net.httpserver.Headers;

/**
 * What comes before a request's content.
 *
 * @param target as it came
 * @param protocol as it came
 * @param length of the content, or {@link #CHUNKED}
 * @param expectsContinue whether the client waits for a word before it sends the content
 * @param persistent whether the client means to go on with the connection (RFC 9112, 9.3)
 */
record RequestHead(
    String method,
    String target,
    String protocol,
    Headers fields,
    long length,
    boolean expectsContinue,
    boolean persistent) {
  static final long CHUNKED = -1;
}
