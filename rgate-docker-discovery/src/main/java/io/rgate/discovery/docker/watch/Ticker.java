package io.rgate.discovery.docker.watch;

/** Runs something again and again, on a virtual thread of its own, until it is closed. */
final class Ticker implements AutoCloseable {
  private final Thread thread;

  Ticker(Timing timing, Runnable tick) {
    this.thread = Thread.ofVirtual().name("rgate-docker-resync").start(() -> run(timing, tick));
  }

  private static void run(Timing timing, Runnable tick) {
    try {
      while (true) {
        timing.delay().sleep(timing.resync());
        tick.run();
      }
    } catch (InterruptedException e) {
      // How it is told to end.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
