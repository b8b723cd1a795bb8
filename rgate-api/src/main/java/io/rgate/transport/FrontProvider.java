package io.rgate.transport;

import java.io.IOException;

/** Makes fronts of one kind; what {@link java.util.ServiceLoader} finds. */
public interface FrontProvider {

  /** What {@code server.front} calls it. */
  String name();

  /**
   * A front that has its port and is not started.
   *
   * @throws IOException if the address cannot be listened on; nothing stays open then
   */
  Front bind(FrontSettings settings) throws IOException;
}
