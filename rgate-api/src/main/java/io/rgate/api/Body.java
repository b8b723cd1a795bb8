package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The content of a message: a stream that can be read once, and its length if that is known.
 *
 * @param stream read once, by one thread; the code that holds the body closes the stream
 * @param length in bytes, or {@link #UNKNOWN}
 * @param trailers gives the trailer section (RFC 9110, 6.5) after the stream has been read to its
 *     end. They go on where the other side can take them: behind content of unknown length over
 *     HTTP/1.1, and over HTTP/2. What replaces content with another body replaces its trailers,
 *     too; it keeps them by handing on this supplier
 */
public record Body(InputStream stream, long length, Supplier<Fields> trailers) {
  /** The length of content whose size is not known before its end has been read. */
  public static final long UNKNOWN = -1;

  /**
   * Names of fields that have no meaning in a trailer section, or a dangerous one, because they are
   * needed before the content: those of framing, of the connection, of routing, of authentication,
   * request modifiers, response controls and those of the content's format (RFC 9110, 6.5.1).
   */
  private static final Set<String> NO_TRAILERS =
      Set.of(
          "age",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "date",
          "expect",
          "expires",
          "forwarded",
          "host",
          "http2-settings",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "keep-alive",
          "location",
          "max-forwards",
          "pragma",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "range",
          "retry-after",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "vary",
          "via",
          "warning",
          "www-authenticate");

  private static final Supplier<Fields> NONE = new NoTrailers();

  /** No content. */
  public static final Body EMPTY = new Body(new NoContent(), 0);

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if the length is negative and not {@link #UNKNOWN}
   */
  public Body {
    requireNonNull(stream, "stream");
    requireNonNull(trailers, "trailers");
    if (length < UNKNOWN) {
      throw new IllegalArgumentException("length must be 0 or more, or -1, was " + length);
    }
  }

  /** Content without trailers. */
  public Body(InputStream stream, long length) {
    this(stream, length, NONE);
  }

  /** Whether trailers may come behind the content; false if it was made without. */
  public boolean mayHaveTrailers() {
    return !(trailers instanceof NoTrailers);
  }

  /**
   * Whether a field of that name may stand in a trailer section: none that frames, routes,
   * authenticates or controls a message, or tells the format of its content (RFC 9110, 6.5.1).
   */
  public static boolean isTrailer(String name) {
    return !NO_TRAILERS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Content that is in memory as a whole; the array is not copied. */
  public static Body of(byte[] content) {
    return content.length == 0
        ? EMPTY
        : new Body(new ByteArrayInputStream(content), content.length);
  }

  /** A text, encoded in UTF-8. */
  public static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it is known that there is nothing to read. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** One object serves all messages that cannot have trailers. */
  private static final class NoTrailers implements Supplier<Fields> {
    @Override
    public Fields get() {
      return Fields.EMPTY;
    }
  }

  /** One object serves all messages without content, so closing it changes nothing. */
  private static final class NoContent extends InputStream {
    @Override
    public int read() {
      return -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return length == 0 ? 0 : -1;
    }
  }
}
