package io.rgate.transport;

import io.rgate.api.Fields;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes the content of a response. For one thread at a time.
 *
 * <p>Each method waits while the client takes nothing, for {@link io.rgate.api.Limits#clientIdle}
 * at most; then, and if the client has left or the exchange was aborted, it throws {@link
 * ClientGoneException}.
 */
public interface ResponseContent {

  /**
   * Writes bytes, which may wait in a buffer of fixed size.
   *
   * @throws IOException if that is more than the declared length, or the response has no content
   */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /**
   * Reads once from {@code source} and writes what came: cheaper than {@link #write}, because the
   * bytes go from the source's buffer into this one's without another in between.
   *
   * @param atMost how many bytes at most, 1 or more
   * @return how many came, 0 or more; -1 at the source's end
   * @throws IOException what the source throws, as it is; what concerns the client is a {@link
   *     ClientGoneException}
   */
  int transfer(InputStream source, int atMost) throws IOException;

  /** Sends what waits in the buffer. */
  void flush() throws IOException;

  /**
   * Says that this was all of it, with a trailer section where the protocol can carry one and
   * {@code trailers} is not empty. When this returns, everything is with the operating system.
   *
   * @throws IOException if fewer bytes came than declared; the exchange is aborted then
   */
  void end(Fields trailers) throws IOException;

  /** {@link #end} without trailers. */
  default void end() throws IOException {
    end(Fields.EMPTY);
  }
}
