package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's request; path and query are the bytes that came, never decoded.
 *
 * @param method a token, case-sensitive (RFC 9110, 9.1)
 * @param path the raw path, starting with {@code /}; or {@code *} with OPTIONS
 * @param query the raw query without its question mark, or null if the target has none; an empty
 *     query is not the same as none
 * @param fields the header section
 * @param body the content, streamed
 * @param client the address at the other end of the connection
 */
public record Request(
    String method,
    String path,
    @Nullable String query,
    Fields fields,
    Body body,
    InetSocketAddress client) {

  /** Refuses nulls. */
  public Request {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(fields, "fields");
    requireNonNull(body, "body");
    requireNonNull(client, "client");
  }

  /** The path and the query as they stood in the request line. */
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  /** The same request with other fields. */
  public Request withFields(Fields other) {
    return new Request(method, path, query, other, body, client);
  }

  /** The same request with other content. */
  public Request withBody(Body other) {
    return new Request(method, path, query, fields, other, client);
  }
}
