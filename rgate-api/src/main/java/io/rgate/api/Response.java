package io.rgate.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * An answer on its way to the client; whoever holds it returns it or closes it. What a filter
 * forgets to close, the gateway closes when the exchange ends.
 *
 * <p>Immutable, but for its body, which can be read once.
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
   * An answer that no endpoint had a part in.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public static Response of(int status, Fields fields, Body body) {
    return new Response(status, fields, body, Attempts.NONE);
  }

  /**
   * A plain text in UTF-8.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public static Response text(int status, String text) {
    return of(status, Fields.of("Content-Type", "text/plain; charset=utf-8"), Body.of(text));
  }

  /** 200 to 599. */
  public int status() {
    return status;
  }

  /**
   * The header section. The gateway writes {@code Content-Length} and {@code Transfer-Encoding}
   * itself, from the body.
   */
  public Fields fields() {
    return fields;
  }

  /** The content, streamed. */
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
   * Gives up the content, and with it whatever the origin has not sent yet.
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
