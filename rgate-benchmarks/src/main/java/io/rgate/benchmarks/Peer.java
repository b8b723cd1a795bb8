package io.rgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * One gateway that can be measured.
 *
 * @param name on the command line and in reports
 * @param version tells which one it is
 * @param launcher how it is started
 */
record Peer(String name, String version, Launcher launcher) {

  /** Writes what configuration is needed and says what to run. */
  @FunctionalInterface
  interface Launcher {
    List<String> command(Site site) throws IOException;
  }

  /**
   * Where a proxy runs.
   *
   * @param root the checkout
   * @param work a folder of its own
   * @param port what it listens on, at 127.0.0.1
   * @param origin where all requests go
   * @param streams whether content is to be passed on as it comes, by those that can choose
   * @param wire what clients speak, and what the origin does
   * @param certificate what a proxy shows that speaks TLS
   */
  record Site(
      Path root,
      Path work,
      int port,
      URI origin,
      boolean streams,
      Wire wire,
      Certificate certificate) {}
}
