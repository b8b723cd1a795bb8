package io.rgate.runtime;

import java.util.logging.Level;
import java.util.logging.Logger;

/** No lines in the log while it is open, for tests that make a hundred thousand failures. */
final class Silence implements AutoCloseable {
  static {
    // The gateway logs by System.Logger, so its module does not read the one behind it.
    Silence.class.getModule().addReads(ModuleLayer.boot().findModule("java.logging").orElseThrow());
  }

  /** Held, because the JDK forgets the level of a logger that nobody holds. */
  private final Logger log = Logger.getLogger("io.rgate.runtime");

  Silence() {
    log.setLevel(Level.OFF);
  }

  @Override
  public void close() {
    log.setLevel(null);
  }
}
