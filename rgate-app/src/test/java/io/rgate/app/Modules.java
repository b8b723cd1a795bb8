package io.rgate.app;

import java.nio.file.Path;
import java.util.stream.Stream;

/** The modules of this build, as far as they are part of the published gateway or the program. */
final class Modules {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Modules() {}

  /** The folders of all that have Java classes of their own. */
  static Stream<Path> folders() {
    return Stream.of(
            "rgate-api",
            "rgate-http",
            "rgate-runtime",
            "rgate-docker-discovery",
            "rgate-stats-memory",
            "rgate-stats-jdbc",
            "rgate-limits",
            "rgate-acme",
            "rgate-examples",
            "rgate-app")
        .map(ROOT::resolve);
  }

  /** Where a module's compiled classes and resources lie. */
  static Path classes(Path folder) {
    return folder.resolve("target").resolve("classes");
  }
}
