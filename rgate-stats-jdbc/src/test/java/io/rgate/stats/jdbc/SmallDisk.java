package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few mebibytes, in memory, that a test can fill; gone when it is closed. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * A disk. Where this process may not mount one the test is left out, or fails if the environment
   * says {@code RGATE_REQUIRE_PROGRAMS=true}.
   */
  static SmallDisk required(String test) throws IOException {
    Path folder = Files.createTempDirectory("rgate-disk");
    if (run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder.toString()) == 0) {
      return new SmallDisk(folder);
    }
    Files.delete(folder);
    if ("true".equals(System.getenv("RGATE_REQUIRE_PROGRAMS"))) {
      fail("no tmpfs can be mounted (it needs root), and RGATE_REQUIRE_PROGRAMS=true");
    }
    System.out.println("left out, because no tmpfs can be mounted: " + test);
    return Assumptions.abort("no tmpfs can be mounted");
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      System.out.println(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return -1;
  }

  Path folder() {
    return folder;
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  /** Takes all space that is left. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  /** Gives the space back. */
  void free() throws IOException {
    Files.delete(ballast());
  }

  @Override
  public void close() throws IOException {
    run("umount", folder.toString());
    Files.delete(folder);
  }
}
