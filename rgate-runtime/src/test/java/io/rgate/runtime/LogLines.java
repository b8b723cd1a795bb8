package io.rgate.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the gateway logs while this is open. */
public final class LogLines implements AutoCloseable {
  static {
    // The gateway logs by System.Logger, so its module does not read the one behind it.
    LogLines.class
        .getModule()
        .addReads(ModuleLayer.boot().findModule("java.logging").orElseThrow());
  }

  private final Keeper keeper = new Keeper();

  /** The same, and nothing of it is written anywhere else: for thousands of failures on purpose. */
  static LogLines quietly() {
    LogLines lines = new LogLines();
    lines.keeper.log.setUseParentHandlers(false);
    return lines;
  }

  /** Those so far. */
  public List<String> all() {
    return List.copyOf(keeper.lines);
  }

  @Override
  public void close() {
    keeper.remove();
  }

  /**
   * Only this class is a Handler: it is loaded when the module can already read what it extends.
   */
  private static final class Keeper extends Handler {
    /** Held, because the JDK forgets the handlers of a logger that nobody holds. */
    private final Logger log = Logger.getLogger("io.rgate.runtime");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    Keeper() {
      log.addHandler(this);
    }

    void remove() {
      log.removeHandler(this);
      log.setUseParentHandlers(true);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
