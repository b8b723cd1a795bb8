package io.rgate.transport;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Both directions of a connection, or of a stream, that no longer carries HTTP. Each direction is
 * used by one thread at a time; any thread may call {@link #close}.
 */
public interface Tunnel extends AutoCloseable {

  /** Bytes from the far side, including those that came directly after the head. */
  InputStream in();

  /** Sends bytes to the far side at once; closing it ends this direction only. */
  OutputStream out();

  /** Ends both directions immediately. */
  @Override
  void close();
}
