package io.rgate.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * An answer to the client. The code that holds a response returns it or closes it. The gateway
 * closes a response that a filter has not closed, when the exchange ends.
 *
 * <p>Immutable, except for its body, which can be read once.
 */
public final class Response implements AutoCloseable {
  private final int status;
  private final Fields fields;
  private final Body body;
  private final Attempts tried;

  private Response(int status, Fields fields, Body body, Attempts tried) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, was " + status);
    }
    this.status = status;
    this.fields = Objects.requireNonNull(fields, "fields");
    this.body = Objects.requireNonNull(body, "body");
    this.tried = Objects.requireNonNull(tried, "tried");
  }

  /**
   * An answer that came from no endpoint.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public static Response of(int status, Fields fields, Body body) {
    return new Response(status, fields, body, Attempts.NONE);
  }

  /**
   * A plain text, encoded in UTF-8.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public static Response text(int status, String text) {
    return of(status, Fields.of("Content-Type", "text/plain; charset=utf-8"), Body.of(text));
  }

  /** The status, 200 to 599. */
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

  /** The content, as a stream. */
  public Body body() {
    return body;
  }

  /** Which route matched and which endpoints were tried, for statistics. */
  public Attempts attempts() {
    return tried;
  }

  /**
   * The same answer with another status.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public Response withStatus(int other) {
    return new Response(other, fields, body, tried);
  }

  /** The same answer with other fields. */
  public Response withFields(Fields other) {
    return new Response(status, other, body, tried);
  }

  /** The same answer with other content; the caller closes the old one. */
  public Response withBody(Body other) {
    return new Response(status, fields, other, tried);
  }

  /** The same answer, with another record of what was tried. */
  public Response withAttempts(Attempts other) {
    return new Response(status, fields, body, other);
  }

  /**
   * Closes the content. What the origin has not sent yet is not read.
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
