package io.rgate.http.sending;

import io.rgate.api.Fields;
import java.io.IOException;
import java.io.InputStream;

/**
 * Where one request goes: the rest of its connection, or a stream of one. Its head stands in a
 * buffer already. For one thread at a time, but for {@link #giveUp}.
 */
public interface Target {

  /** How many bytes of content are missing; a large number if no length was declared. */
  long left();

  /** Makes room for {@code more} bytes of content without sending, up to a limit. */
  void grow(int more);

  /** Sends the buffer if it has little room left. Called before {@link #transfer}. */
  void makeRoom() throws IOException;

  /**
   * Reads once from {@code source} into the buffer, after the bytes that are there. It sends
   * nothing, so each exception comes from the source.
   *
   * @return how many bytes were read, -1 at the source's end
   */
  int transfer(InputStream source, int atMost) throws IOException;

  /** Sends the buffer. */
  void flush() throws IOException;

  /** Ends the content and sends it; no byte is missing. */
  void end(Fields trailers) throws IOException;

  /** Ends the exchange, because its content cannot be sent as a whole. Called by any thread. */
  void giveUp();
}
