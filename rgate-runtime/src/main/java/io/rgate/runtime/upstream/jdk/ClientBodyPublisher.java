package io.rgate.runtime.upstream.jdk;

import io.rgate.api.Body;
import java.io.EOFException;
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
 * Sends a client's content to the origin on a virtual thread of its own, each piece as it comes.
 *
 * <p>The JDK's own publisher for streams is several pieces late and delays even the request's head.
 * For one use: content that has been read cannot be sent again.
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
    Pump started = new Pump(body, subscriber);
    subscriber.onSubscribe(started);
    if (used.compareAndSet(false, true)) {
      pump = started;
      Thread.ofVirtual().name("rgate-upload").start(started);
    } else {
      started.cancel();
      subscriber.onError(new IllegalStateException("content cannot be sent a second time"));
    }
  }

  /** Whether the HTTP client asked for content, so that there must have been a connection. */
  boolean started() {
    return pump != null;
  }

  /** Whether all of the content was handed on. */
  boolean finished() {
    Pump started = pump;
    return started != null && started.state == State.FINISHED;
  }

  /** Whether the upload waits for the client to send more content. */
  boolean waitsForClient() {
    Pump started = pump;
    return started != null && started.state == State.READING;
  }

  /** The exception from reading the content, or null: it is no fault of the origin. */
  @Nullable Exception contentFailure() {
    Pump started = pump;
    return started == null ? null : started.contentFailure;
  }

  /**
   * The time of the last progress, on the clock of {@link System#nanoTime()}; {@code start} if
   * there is none.
   */
  long lastProgressNanos(long start) {
    Pump started = pump;
    return started == null ? start : started.lastProgressNanos;
  }

  /** Stops the upload; a read that is under way ends when the client's connection ends. */
  void stop() {
    Pump started = pump;
    if (started != null) {
      started.cancel();
    }
  }

  private enum State {
    READING,
    HANDING_ON,
    FINISHED
  }

  private static final class Pump implements Flow.Subscription, Runnable {
    private final InputStream in;
    private final long declared;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long demand;
    private boolean cancelled;
    private volatile State state = State.HANDING_ON;
    private volatile @Nullable Exception contentFailure;
    private volatile long lastProgressNanos = System.nanoTime();

    Pump(Body body, Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.in = body.stream();
      this.declared = body.length();
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
      long total = 0;
      try {
        while (awaitDemand()) {
          moved(State.READING);
          byte[] piece = new byte[PIECE];
          int count = readSome(piece);
          if (count < 0 && total < declared) {
            throw new EOFException("content ends " + (declared - total) + " bytes too early");
          }
          moved(count < 0 ? State.FINISHED : State.HANDING_ON);
          if (count < 0) {
            subscriber.onComplete();
            return;
          }
          total += count;
          subscriber.onNext(ByteBuffer.wrap(piece, 0, count));
        }
      } catch (IOException | RuntimeException e) {
        contentFailure = e;
        subscriber.onError(e);
      }
    }

    /** At least one byte, because an empty piece would be sent as the last chunk. */
    private int readSome(byte[] piece) throws IOException {
      int count = in.read(piece);
      if (count != 0) {
        return count;
      }
      int one = in.read();
      piece[0] = (byte) one;
      return one < 0 ? -1 : 1;
    }

    private void moved(State next) {
      lastProgressNanos = System.nanoTime();
      state = next;
    }

    /** True when one more piece is wanted, false when no more will be. */
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
