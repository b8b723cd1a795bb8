package io.rgate.transport;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Both directions of a connection, or of a stream, that no longer carries HTTP. Each direction is
 * used by one thread at a time; {@link #close} may be called by any.
 */
public interface Tunnel extends AutoCloseable {

  /** What the far side sends; bytes that came right behind the head are in it. */
  InputStream in();

  /** Takes bytes for the far side and sends them at once; closing it ends this direction only. */
  OutputStream out();

  /** Ends both directions at once. */
  @Override
  void close();
}
