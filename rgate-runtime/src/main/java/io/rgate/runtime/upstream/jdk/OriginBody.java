package io.rgate.runtime.upstream.jdk;

import io.rgate.transport.Upstream.OriginAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The content that an origin sends, as a stream. The client's threads add buffers and one reader
 * takes them out. Adding never blocks, so the client may call this on its selector thread; at most
 * {@link #AHEAD} items are in the queue.
 */
final class OriginBody extends InputStream implements BodySubscriber<OriginAnswer> {
  private static final int AHEAD = 4;

  private sealed interface Item {}

  private record Buffers(List<ByteBuffer> buffers) implements Item {}

  private record End(@Nullable Throwable failure) implements Item {}

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final CompletableFuture<OriginAnswer> head = new CompletableFuture<>();
  private final AtomicBoolean subscribed = new AtomicBoolean();
  private volatile long idleNanos = Long.MAX_VALUE / 2;
  private final @Nullable ClientBodyPublisher upload;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private Iterator<ByteBuffer> current = List.<ByteBuffer>of().iterator();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private @Nullable End end;

  /**
   * Content that may pause while {@code upload} still moves; closing this stream ends the upload.
   */
  OriginBody(@Nullable ClientBodyPublisher upload) {
    this.upload = upload;
  }

  /**
   * Called when the head of the answer is valid; this is the content of {@code answer}.
   *
   * @param idle how long each pause of the content may last
   */
  void announce(OriginAnswer answer, Duration idle) {
    idleNanos = idle.toNanos();
    head.complete(answer);
  }

  /** Called when the head is not valid: its content is not read, and the connection is closed. */
  void refuse(IllegalArgumentException why) {
    closed = true;
    head.completeExceptionally(new IOException("invalid response", why));
  }

  @Override
  public CompletionStage<OriginAnswer> getBody() {
    return head;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (!subscribed.compareAndSet(false, true)) {
      given.cancel();
      return;
    }
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    items.add(new Buffers(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    items.add(new End(failure));
  }

  @Override
  public void onComplete() {
    items.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    return advance() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  /**
   * The number of bytes that can be read without waiting: exact for the first buffer, an estimate
   * for further ones.
   */
  @Override
  public int available() {
    if (buffer.hasRemaining()) {
      return buffer.remaining();
    }
    return current.hasNext() || items.peek() instanceof Buffers ? 1 : 0;
  }

  /** Drops the rest of the content; the connection is used again only if all of it came. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription given = subscription;
    if (given != null && end == null) {
      given.cancel();
    }
    // Wakes a reader that waits on another thread.
    items.add(new End(new IOException("content was given up")));
    if (upload != null) {
      upload.stop();
    }
  }

  /** Waits for a byte or for the end; returns whether there is a byte. */
  private boolean advance() throws IOException {
    while (!buffer.hasRemaining()) {
      if (current.hasNext()) {
        buffer = current.next();
      } else if (!take()) {
        return false;
      }
    }
    return true;
  }

  private boolean take() throws IOException {
    if (closed) {
      throw new IOException("content was given up");
    }
    Item item = end == null ? await() : end;
    if (item instanceof Buffers next) {
      current = next.buffers().iterator();
      Objects.requireNonNull(subscription).request(1);
      return true;
    }
    end = (End) item;
    if (end.failure() != null) {
      throw new IOException("origin's content broke off", end.failure());
    }
    return false;
  }

  private Item await() throws IOException {
    long start = System.nanoTime();
    try {
      while (true) {
        long since = upload == null ? start : Math.max(start, upload.lastProgressNanos(start));
        long left = since + idleNanos - System.nanoTime();
        Item item = items.poll(left, TimeUnit.NANOSECONDS);
        if (item != null) {
          return item;
        }
        if (left <= 0) {
          throw new SocketTimeoutException(
              "origin sent nothing for " + Duration.ofNanos(idleNanos));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
