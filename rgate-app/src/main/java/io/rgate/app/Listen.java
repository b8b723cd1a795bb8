package io.rgate.app;

import io.rgate.config.LogFormat;
import io.rgate.runtime.Gateway;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the address, and the run of a gateway until the process is asked to stop. */
final class Listen {

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description =
          "The port, 0 for any free one; of several listeners that of the first (default: server.port of"
              + " the file, else 8080).")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address (default: server.host of the file, else all addresses).")
  private @Nullable String host;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "How log lines look: text or json (default: log of the file, else text).")
  private @Nullable LogFormat logFormat;

  /** Sets the log's format: that of the command line, otherwise {@code configured}. */
  void logAs(LogFormat configured) {
    Logging.format(Objects.requireNonNullElse(logFormat, configured));
  }

  private static String told(List<Integer> ports) {
    String all = ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return (ports.size() == 1 ? "port " : "ports ") + all;
  }

  /**
   * Starts a gateway, prints its ports and the text that {@code hint} returns for its port, and
   * keeps it running until SIGTERM or Ctrl-C.
   *
   * @return the exit code; this method returns only after an interrupt, because a signal ends the
   *     process
   */
  int serve(Gateway.Builder builder, PrintStream out, IntFunction<String> hint)
      throws InterruptedException {
    if (port != null) {
      builder.port(port);
    }
    if (host != null) {
      builder.host(host);
    }
    try (Gateway gateway = builder.start()) {
      Ending.of(gateway);
      out.println("rgate listens on " + told(gateway.ports()) + "; stop it with Ctrl-C");
      out.print(hint.apply(gateway.port()));
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    }
  }
}
