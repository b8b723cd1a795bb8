package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The content of a message: a stream that can be read once, and its length if that is known.
 *
 * @param stream read once, by one thread; the code that holds the body closes the stream
 * @param length in bytes, or {@link #UNKNOWN}
 * @param trailers gives the trailer section (RFC 9110, 6.5) after the stream has been read to its
 *     end
 */
public record Body(InputStream stream, long length, Supplier<Fields> trailers) {
  /** The length of content whose size is not known before its end has been read. */
  public static final long UNKNOWN = -1;

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
    this(stream, length, Body::noTrailers);
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

  private static Fields noTrailers() {
    return Fields.EMPTY;
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
