package io.rgate.app;

import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The standalone gateway.
 *
 * <p>Exit codes: 0 stopped on request, 2 wrong usage or configuration, 1 anything else.
 */
@Command(
    name = "rgate",
    description = "Routes HTTP requests to the labelled containers of a Docker Engine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {Demo.class, Endpoints.class})
public final class Main implements Callable<Integer> {
  /** One line a record, unless the user has said how log lines should look. */
  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path config = Path.of("rgate.yml");

  @Mixin private PluginFolder plugins = new PluginFolder();

  @Mixin private Listen listen = new Listen();

  /** For picocli. */
  public Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] args) {
    String format = "java.util.logging.SimpleFormatter.format";
    System.setProperty(format, System.getProperty(format, LOG_FORMAT));
    System.exit(commandLine().execute(args));
  }

  /** The program's command line, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, line, parsed) -> Failures.report(e, line.getErr()));
  }

  @Override
  public Integer call() throws InterruptedException {
    // First, so that the JDK's classes are set up for the gateway before anything else uses them.
    Gateway.Builder builder = Gateway.builder();
    ConfigFile file = ConfigFile.read(config);
    plugins.load(config);
    builder.config(file).httpServer(Servers.of(file.server().limits()));
    return listen.serve(builder, System.out, port -> "");
  }
}
