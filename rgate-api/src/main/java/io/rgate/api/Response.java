package io.rgate.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer to the client. The code that holds a response returns it or closes it. The gateway
 * closes a response that a filter has not closed, when the exchange ends.
 *
 * <p>Immutable, except for its body, which can be read once.
 */
public final class Response implements AutoCloseable {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(100, "Continue"),
          Map.entry(101, "Switching Protocols"),
          Map.entry(103, "Early Hints"),
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(303, "See Other"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"),
          Map.entry(505, "HTTP Version Not Supported"));

  private static final int SWITCHING = 101;

  private final int status;
  private final Fields fields;
  private final Body body;
  private final Attempts tried;
  private final @Nullable Tunnel tunnel;

  private Response(int status, Fields fields, Body body, Attempts tried, @Nullable Tunnel tunnel) {
    if (tunnel == null ? status < 200 || status > 599 : status != SWITCHING) {
      throw new IllegalArgumentException(
          "status must be " + (tunnel == null ? "200 to 599" : "101") + ", was " + status);
    }
    this.status = status;
    this.fields = Objects.requireNonNull(fields, "fields");
    this.body = Objects.requireNonNull(body, "body");
    this.tried = Objects.requireNonNull(tried, "tried");
    this.tunnel = tunnel;
  }

  /**
   * What ends HTTP on an exchange: both sides go on with another protocol.
   *
   * @param protocol its name as {@code Upgrade} has it, such as {@code websocket}
   * @param out takes what the client sends, for the far side; closing it ends that direction only
   * @param idle how long the tunnel stays open while neither side sends anything
   */
  public record Tunnel(String protocol, OutputStream out, Duration idle) {
    /** Refuses nulls. */
    public Tunnel {
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(out, "out");
      Objects.requireNonNull(idle, "idle");
    }
  }

  /**
   * An answer that ends HTTP: 101, and a tunnel.
   *
   * @param in what the far side sends to the client; closing it closes both directions
   */
  public static Response switching(Fields fields, InputStream in, Tunnel tunnel) {
    Objects.requireNonNull(tunnel, "tunnel");
    return new Response(SWITCHING, fields, new Body(in, Body.UNKNOWN), Attempts.NONE, tunnel);
  }

  /**
   * An answer that came from no endpoint.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public static Response of(int status, Fields fields, Body body) {
    return new Response(status, fields, body, Attempts.NONE, null);
  }

  /**
   * A plain text, encoded in UTF-8.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public static Response text(int status, String text) {
    return of(status, Fields.of("Content-Type", "text/plain; charset=utf-8"), Body.of(text));
  }

  /**
   * The usual reason phrase of a status (RFC 9110, 15), interim ones included; an empty text if the
   * status has none.
   */
  public static String reason(int status) {
    return REASONS.getOrDefault(status, "");
  }

  /** The status: 200 to 599; or 101, if there is a {@link #tunnel}. */
  public int status() {
    return status;
  }

  /**
   * The header section. The gateway writes {@code Content-Length} and {@code Transfer-Encoding}
   * itself, according to the body.
   */
  public Fields fields() {
    return fields;
  }

  /** The content, as a stream; with a {@link #tunnel} what the far side sends in it. */
  public Body body() {
    return body;
  }

  /** What follows a 101; null with every other status. */
  public @Nullable Tunnel tunnel() {
    return tunnel;
  }

  /** Which route matched and which endpoints were tried, for statistics. */
  public Attempts attempts() {
    return tried;
  }

  /**
   * The same answer with another status.
   *
   * @throws IllegalArgumentException if the status is outside 200-599, or this is a 101
   */
  public Response withStatus(int other) {
    return new Response(other, fields, body, tried, tunnel);
  }

  /** The same answer with other fields. */
  public Response withFields(Fields other) {
    return new Response(status, other, body, tried, tunnel);
  }

  /** The same answer with other content; the caller closes the old one. */
  public Response withBody(Body other) {
    return new Response(status, fields, other, tried, tunnel);
  }

  /** The same answer, with another record of what was tried. */
  public Response withAttempts(Attempts other) {
    return new Response(status, fields, body, other, tunnel);
  }

  /**
   * Closes the content, and with it the tunnel if there is one. What the origin has not sent yet is
   * not read.
   *
   * @throws UncheckedIOException if the content's stream cannot be closed
   */
  @Override
  public void close() {
    try {
      body.stream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status and the fields. */
  @Override
  public String toString() {
    return status + "\n" + fields;
  }
}
