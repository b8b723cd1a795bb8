package io.rgate.discovery.docker.watch;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Time that passes when the test says so. */
final class ManualDelay implements Delay {
  private final Duration resync;
  private final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
  private final SynchronousQueue<String> backoffs = new SynchronousQueue<>();
  private final SynchronousQueue<String> seconds = new SynchronousQueue<>();
  private final SynchronousQueue<String> laters = new SynchronousQueue<>();
  private final SynchronousQueue<String> resyncs = new SynchronousQueue<>();

  ManualDelay(Duration resync) {
    this.resync = resync;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.equals(resync)) {
      resyncs.take();
    } else if (duration.equals(SecondLook.SOON)) {
      seconds.take();
    } else if (duration.equals(SecondLook.LATER)) {
      laters.take();
    } else {
      asked.add(duration);
      backoffs.take();
    }
  }

  /** Ends the wait for the next try, and tells how long it would have been. */
  Duration endBackoff() throws InterruptedException {
    backoffs.put("over");
    return asked.poll(10, TimeUnit.SECONDS);
  }

  /** Ends the wait for the second look. */
  void endSecondLook() throws InterruptedException {
    seconds.put("over");
  }

  /** Ends the wait for the last look. */
  void endLastLook() throws InterruptedException {
    laters.put("over");
  }

  /** Ends the wait for the next list of everything. */
  void endResync() throws InterruptedException {
    resyncs.put("over");
  }
}
