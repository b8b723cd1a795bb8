package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.EngineAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides whether the loopback of this process is that of the engine's machine. In a container with
 * a network of its own it is not, and ports that are published on the machine's loopback are out of
 * reach.
 *
 * @param root the folder that contains {@code /proc} and {@code /sys}
 * @param interfaces the names of this process's network interfaces
 */
record Loopback(Path root, List<String> interfaces) {
  /**
   * Files that Docker and Podman create in each container, and so in each machine made from an
   * image.
   */
  private static final List<String> MARKS = List.of(".dockerenv", "run/.containerenv");

  /** The flag of a socket that accepts connections, as {@code /proc/net/unix} shows it. */
  private static final String LISTENING = "00010000";

  private static final int FLAGS = 3;
  private static final int PATH = 7;

  /**
   * Whether it is the loopback of a local {@code engine}. A mark file alone is no proof:
   * development containers, CI runners and virtual machines are made from images, too.
   */
  boolean isThatOf(EngineAddress engine) {
    // A server that accepts connections at this loopback is in the network of this process.
    return engine.socket().isEmpty()
        || !hasMark()
        || hasBridge()
        || listensHere(engine.socket().get());
  }

  private boolean hasMark() {
    return MARKS.stream().anyMatch(mark -> Files.exists(root.resolve(mark)));
  }

  /** An engine's bridges are in the network of its machine; a container may share that network. */
  private boolean hasBridge() {
    return interfaces.stream()
        .anyMatch(
            name -> Files.exists(root.resolve("sys/class/net").resolve(name).resolve("bridge")));
  }

  /**
   * Linux lists a Unix socket only in the network in which it was made, even if it is mounted
   * elsewhere.
   */
  private boolean listensHere(Path socket) {
    try (Stream<String> sockets = Files.lines(root.resolve("proc/net/unix"))) {
      return sockets
          .map(line -> line.strip().split("\\s+", PATH + 1))
          .filter(fields -> fields.length > PATH && fields[FLAGS].equals(LISTENING))
          .anyMatch(fields -> isSame(fields[PATH], socket));
    } catch (IOException e) {
      // Not on Linux, or the file is hidden: there is no proof.
      return false;
    }
  }

  private static boolean isSame(String listed, Path socket) {
    try {
      return listed.startsWith("/") && Files.isSameFile(Path.of(listed), socket);
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
