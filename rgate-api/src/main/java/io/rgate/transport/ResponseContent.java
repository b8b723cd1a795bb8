package io.rgate.transport;

import io.rgate.api.Fields;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes the content of a response. Used by one thread at a time.
 *
 * <p>Each method waits while the client accepts no bytes, for at most {@link
 * io.rgate.api.Limits#clientIdle}. After that it throws {@link ClientGoneException}, and also if
 * the client has left or the exchange was aborted.
 */
public interface ResponseContent {

  /**
   * Writes bytes; they may stay in a buffer of fixed size.
   *
   * @throws IOException if there are more bytes than declared, or the response has no content
   */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /**
   * Reads once from {@code source} and writes the bytes that it got. This is cheaper than {@link
   * #write}, because the bytes go from the source's buffer directly into this one's.
   *
   * @param atMost the greatest number of bytes to read, 1 or more
   * @return how many bytes were read, 0 or more; -1 at the source's end
   * @throws IOException the source's own exception, unchanged; a failure on the client's side is a
   *     {@link ClientGoneException}
   */
  int transfer(InputStream source, int atMost) throws IOException;

  /** Sends the bytes that are in the buffer. */
  void flush() throws IOException;

  /**
   * Ends the response, with a trailer section if the protocol can carry one and {@code trailers} is
   * not empty. When this method returns, all bytes have been given to the operating system.
   *
   * @throws IOException if fewer bytes were written than declared; the exchange is aborted then
   */
  void end(Fields trailers) throws IOException;

  /** {@link #end} without trailers. */
  default void end() throws IOException {
    end(Fields.EMPTY);
  }
}
