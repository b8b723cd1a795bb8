package io.rgate.runtime;

import io.rgate.api.Body;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pumps a client's content to the origin on a virtual thread of its own, each piece as it comes.
 *
 * <p>The JDK's own publisher for streams runs pieces behind and holds back even the request's head.
 * Single-use: content that has been read cannot be sent again.
 */
final class ClientBodyPublisher implements BodyPublisher {
  private static final int PIECE = 16 * 1024;

  private final Body body;
  private final AtomicBoolean used = new AtomicBoolean();
  private volatile @Nullable Pump pump;

  ClientBodyPublisher(Body body) {
    this.body = body;
  }

  @Override
  public long contentLength() {
    return body.length();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Pump started = new Pump(body.stream(), subscriber);
    subscriber.onSubscribe(started);
    if (used.compareAndSet(false, true)) {
      pump = started;
      Thread.ofVirtual().name("rgate-upload").start(started);
    } else {
      started.cancel();
      subscriber.onError(new IllegalStateException("content cannot be sent a second time"));
    }
  }

  /** What the client did wrong while it sent its content, or null: the origin is not to blame. */
  @Nullable IOException clientFailure() {
    Pump started = pump;
    return started == null ? null : started.clientFailure;
  }

  /** When the last piece was handed on, on the clock of {@link System#nanoTime()}; 0 before. */
  long lastProgressNanos() {
    Pump started = pump;
    return started == null ? 0 : started.lastProgressNanos;
  }

  /** Stops pumping; a read that is under way ends when the client's connection does. */
  void stop() {
    Pump started = pump;
    if (started != null) {
      started.cancel();
    }
  }

  private static final class Pump implements Flow.Subscription, Runnable {
    private final InputStream in;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long demand;
    private boolean cancelled;
    private volatile @Nullable IOException clientFailure;
    private volatile long lastProgressNanos;

    Pump(InputStream in, Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.in = in;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      change(() -> demand = demand + n < 0 ? Long.MAX_VALUE : demand + n);
    }

    @Override
    public void cancel() {
      change(() -> cancelled = true);
    }

    @Override
    public void run() {
      try {
        while (awaitDemand()) {
          byte[] piece = new byte[PIECE];
          int count = in.read(piece);
          if (count < 0) {
            subscriber.onComplete();
            return;
          }
          lastProgressNanos = System.nanoTime();
          subscriber.onNext(ByteBuffer.wrap(piece, 0, count));
        }
      } catch (IOException e) {
        clientFailure = e;
        subscriber.onError(e);
      } catch (RuntimeException e) {
        subscriber.onError(e);
      }
    }

    /** True when one more piece is wanted, false when none will be. */
    private boolean awaitDemand() {
      lock.lock();
      try {
        while (demand == 0 && !cancelled) {
          changed.awaitUninterruptibly();
        }
        demand--;
        return !cancelled;
      } finally {
        lock.unlock();
      }
    }

    private void change(Runnable change) {
      lock.lock();
      try {
        change.run();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
