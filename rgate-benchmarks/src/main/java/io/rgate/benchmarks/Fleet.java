package io.rgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The proxies that run, all pinned to one core; only the one that is measured has something to do.
 */
final class Fleet implements AutoCloseable {
  private final Options options;
  private final Path work;
  private final Certificate certificate;
  private final Map<String, Server> running = new HashMap<>();
  private int number;

  Fleet(Options options, Path work, Certificate certificate) {
    this.options = options;
    this.work = work;
    this.certificate = certificate;
  }

  /** The one for {@code scenario}, started if it does not run yet. */
  Server of(Peer peer, Scenario scenario, URI origin) throws IOException, InterruptedException {
    String key = peer.name() + " " + scenario.wire() + " " + origin;
    Server server = running.get(key);
    if (server == null) {
      server = start(peer, scenario, origin);
      running.put(key, server);
    }
    return server;
  }

  /** A new one, to be closed by the caller. */
  Server start(Peer peer, Scenario scenario, URI origin) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve(peer.name() + "-" + number++));
    int port = Server.freePort();
    Wire wire = scenario.wire();
    Peer.Site site =
        new Peer.Site(options.root(), folder, port, origin, scenario.streams(), wire, certificate);
    String core = Integer.toString(options.core());
    return Server.start(peer.launcher().command(site), core, port, folder.resolve("log"), wire);
  }

  @Override
  public void close() {
    running.values().forEach(Server::close);
    running.clear();
  }
}
