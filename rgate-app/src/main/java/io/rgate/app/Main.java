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
 * <p>Exit codes: 0 if stopped on request, 2 for wrong usage or configuration, 143 or 130 if a
 * second SIGTERM or Ctrl-C ended it before it had stopped, 1 for anything else.
 */
@Command(
    name = "rgate",
    description = "Routes HTTP requests to the labelled containers of a Docker Engine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {Demo.class, Endpoints.class})
public final class Main implements Callable<Integer> {
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
    Logging.start();
    System.exit(commandLine().execute(args));
  }

  /** The program's command line, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, line, parsed) -> Failures.report(e, line.getErr()));
  }

  @Override
  public Integer call() throws InterruptedException {
    // Called first, so that the JDK's classes are configured for the gateway before any use.
    Gateway.Builder builder = Gateway.builder();
    ConfigFile file = ConfigFile.read(config);
    listen.logAs(file.log());
    plugins.load(config);
    builder.config(file);
    return listen.serve(builder, System.out, port -> "");
  }
}
