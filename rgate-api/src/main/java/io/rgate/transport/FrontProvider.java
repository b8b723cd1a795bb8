package io.rgate.transport;

import java.io.IOException;

/** Makes fronts of one kind; {@link java.util.ServiceLoader} finds it. */
public interface FrontProvider {

  /** The name of this kind in {@code server.front}. */
  String name();

  /**
   * Makes a front that listens on its port and is not started.
   *
   * @throws IOException if the front cannot listen on the address; nothing stays open then
   */
  Front bind(FrontSettings settings) throws IOException;
}
