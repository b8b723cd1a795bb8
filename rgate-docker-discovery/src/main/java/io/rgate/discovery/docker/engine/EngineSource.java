package io.rgate.discovery.docker.engine;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gives the address of an engine, each time a connection is made. */
@FunctionalInterface
public interface EngineSource {
  /** The current address of the engine. */
  EngineAddress address();

  /** An engine whose address does not change. */
  static EngineSource fixed(EngineAddress address) {
    return () -> address;
  }

  /**
   * The first of {@code sockets} that exists, or the first of all if none exists, because an engine
   * may be installed or started after the gateway.
   */
  static EngineSource firstOf(List<Path> sockets) {
    return () -> {
      Path socket = sockets.stream().filter(Files::exists).findFirst().orElseGet(sockets::getFirst);
      return new EngineAddress(URI.create("unix://" + socket), null);
    };
  }
}
