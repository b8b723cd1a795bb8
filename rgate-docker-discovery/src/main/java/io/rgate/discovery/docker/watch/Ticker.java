package io.rgate.discovery.docker.watch;

/** Runs a task repeatedly, on a virtual thread of its own, until it is closed. */
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
      // An interrupt is the request to end.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
