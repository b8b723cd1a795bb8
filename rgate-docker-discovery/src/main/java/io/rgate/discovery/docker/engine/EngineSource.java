package io.rgate.discovery.docker.engine;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells where an engine is, each time a connection is made. */
@FunctionalInterface
public interface EngineSource {
  /** Where the engine is now. */
  EngineAddress address();

  /** An engine that stays where it is. */
  static EngineSource fixed(EngineAddress address) {
    return () -> address;
  }

  /**
   * The first of {@code sockets} that exists, the very first if none does: an engine may be
   * installed, or started, after the gateway.
   */
  static EngineSource firstOf(List<Path> sockets) {
    return () -> {
      Path socket = sockets.stream().filter(Files::exists).findFirst().orElseGet(sockets::getFirst);
      return new EngineAddress(URI.create("unix://" + socket), null);
    };
  }
}
