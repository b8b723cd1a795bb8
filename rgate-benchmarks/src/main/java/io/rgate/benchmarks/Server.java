package io.rgate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, pinned to a core. */
final class Server implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final Path log;
  private final long startMillis;

  private Server(Process process, int port, Path log, long startMillis) {
    this.process = process;
    this.port = port;
    this.log = log;
    this.startMillis = startMillis;
  }

  /** Starts {@code command} on {@code cores} and waits until it is ready, as {@code wire} says. */
  static Server start(List<String> command, String cores, int port, Path log, Wire wire)
      throws IOException, InterruptedException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
    pinned.addAll(command);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (!Probe.answers(wire, port, path(wire))) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IOException(command + " does not answer:\n" + Files.readString(log));
      }
      Thread.sleep(2);
    }
    return new Server(process, port, log, (System.nanoTime() - start) / 1_000_000);
  }

  /** A port that is free now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(Wire wire) {
    return wire == Wire.GRPC ? Grpc.PATH : "/small";
  }

  int port() {
    return port;
  }

  /** From its start to its first answer. */
  long startMillis() {
    return startMillis;
  }

  long cpuNanos() {
    return ProcFs.cpuNanos(process.toHandle());
  }

  long residentKib() {
    return ProcFs.residentKib(process.toHandle());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "port " + port + ", log " + log;
  }
}
