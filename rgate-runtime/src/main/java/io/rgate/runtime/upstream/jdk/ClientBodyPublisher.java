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

  /** Whether the client asked for content, so that a connection must have been there. */
  boolean started() {
    return pump != null;
  }

  /** Whether all of the content was handed on. */
  boolean finished() {
    Pump started = pump;
    return started != null && started.state == State.FINISHED;
  }

  /** Whether it is the client that everybody waits for. */
  boolean waitsForClient() {
    Pump started = pump;
    return started != null && started.state == State.READING;
  }

  /** What reading the content threw, or null: the origin is not to blame. */
  @Nullable Exception contentFailure() {
    Pump started = pump;
    return started == null ? null : started.contentFailure;
  }

  /** When something moved last, on the clock of {@link System#nanoTime()}; {@code start} before. */
  long lastProgressNanos(long start) {
    Pump started = pump;
    return started == null ? start : started.lastProgressNanos;
  }

  /** Stops pumping; a read that is under way ends when the client's connection does. */
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

    /** At least one byte: an empty piece would be sent as the last chunk. */
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
