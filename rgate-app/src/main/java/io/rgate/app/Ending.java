package io.rgate.app;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.runtime.Gateway;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the process. The first SIGTERM or Ctrl-C stops the gateway. A second one ends the process at
 * once, even if a plug-in does not return from its close.
 *
 * <p>The gateway is closed by the signal's own thread and not by a shutdown hook, because
 * java.util.logging has a shutdown hook too, after which it drops every line.
 */
final class Ending {
  private static final System.Logger LOG = System.getLogger(Ending.class.getName());

  /** A shell adds this to a signal's number. */
  private static final int BY_SIGNAL = 128;

  private static final Duration AT_ONCE = Duration.ofMillis(200);

  private final AtomicBoolean asked = new AtomicBoolean();
  private final Gateway gateway;

  private Ending(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Installs this end for the process that runs {@code gateway}. */
  static void of(Gateway gateway) {
    Ending ending = new Ending(gateway);
    Signals.on("TERM", () -> ending.end("SIGTERM", 15));
    Signals.on("INT", () -> ending.end("SIGINT", 2));
    Signals.on(
        "HUP",
        () ->
            LOG.log(
                WARNING,
                "SIGHUP is ignored: restart the program to have a changed configuration in force"));
    // For an exit without a signal, for example by a plug-in.
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "rgate-stop"));
  }

  /** If the process has stopped as requested, it ends with 0 and not with the signal's number. */
  private void end(String signal, int number) {
    if (!asked.compareAndSet(false, true)) {
      LOG.log(WARNING, "{0} again: the process ends at once", signal);
      Logging.flush(AT_ONCE);
      Runtime.getRuntime().halt(BY_SIGNAL + number);
    }
    LOG.log(INFO, "{0}: stopping; once more ends at once", signal);
    int exitCode = 0;
    try {
      gateway.close();
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "the gateway did not stop as it should", e);
      exitCode = 1;
    }
    System.exit(exitCode); // closes the log, and so writes its last lines
  }
}
