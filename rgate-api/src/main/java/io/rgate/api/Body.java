package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The content of a message: a stream that can be read once, and its length if that is known.
 *
 * @param stream read once, by one thread; whoever holds the body closes it
 * @param length in bytes, or {@link #UNKNOWN}
 */
public record Body(InputStream stream, long length) {
  /** The length of content whose end is known only when it comes. */
  public static final long UNKNOWN = -1;

  /** No content. */
  public static final Body EMPTY = new Body(InputStream.nullInputStream(), 0);

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if the length is negative and not {@link #UNKNOWN}
   */
  public Body {
    requireNonNull(stream, "stream");
    if (length < UNKNOWN) {
      throw new IllegalArgumentException("length must be 0 or more, or -1, was " + length);
    }
  }

  /** Content that is known whole; the array is not copied. */
  public static Body of(byte[] content) {
    return content.length == 0
        ? EMPTY
        : new Body(new ByteArrayInputStream(content), content.length);
  }

  /** A text in UTF-8. */
  public static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it is known that there is nothing to read. */
  public boolean isEmpty() {
    return length == 0;
  }
}
