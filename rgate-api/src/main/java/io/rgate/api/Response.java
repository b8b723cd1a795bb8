package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An answer on its way to the client; whoever holds it returns it or closes it.
 *
 * @param status 200 to 599
 * @param fields the header section; the gateway writes {@code Content-Length} and {@code
 *     Transfer-Encoding} itself, from the body
 * @param body the content, streamed
 * @param trail how the answer was come by; stays with the response so that statistics can tell
 */
public record Response(int status, Fields fields, Body body, Trail trail) implements AutoCloseable {

  /**
   * Checks the status.
   *
   * @throws IllegalArgumentException if the status is outside 200-599
   */
  public Response {
    requireNonNull(fields, "fields");
    requireNonNull(body, "body");
    requireNonNull(trail, "trail");
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, was " + status);
    }
  }

  /** An answer that no endpoint had a part in. */
  public Response(int status, Fields fields, Body body) {
    this(status, fields, body, Trail.NONE);
  }

  /** A plain text in UTF-8. */
  public static Response text(int status, String text) {
    return new Response(
        status, Fields.of("Content-Type", "text/plain; charset=utf-8"), Body.of(text));
  }

  /** The same answer with other fields. */
  public Response withFields(Fields other) {
    return new Response(status, other, body, trail);
  }

  /** The same answer with other content; the caller closes the old one. */
  public Response withBody(Body other) {
    return new Response(status, fields, other, trail);
  }

  /** The same answer, come by in another way. */
  public Response withTrail(Trail other) {
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
}
