package io.rgate.examples;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.nio.file.Path;
import java.util.List;

/**
 * The smallest program around the library: {@code Main [-c FILE] [-p PORT]}. The module rgate-app
 * has the complete program.
 */
public final class Main {
  private Main() {}

  /** Starts a gateway, and stops it when the process is asked to stop. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Gateway gateway = start(List.of(arguments))) {
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
      System.out.println("rgate listens on port " + gateway.port() + "; stop it with Ctrl-C");
      Thread.currentThread().join();
    } catch (InvalidConfigException e) {
      System.err.println("rgate: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Starts the gateway with these options; the defaults are rgate.yml and its port. */
  static Gateway start(List<String> options) {
    Path file = Path.of("rgate.yml");
    Gateway.Builder builder = Gateway.builder();
    for (int i = 0; i + 1 < options.size(); i += 2) {
      switch (options.get(i)) {
        case "-c" -> file = Path.of(options.get(i + 1));
        case "-p" -> builder.port(Integer.parseInt(options.get(i + 1)));
        default -> throw new IllegalArgumentException("usage: Main [-c FILE] [-p PORT]");
      }
    }
    return builder.config(ConfigFile.read(file)).start();
  }
}
