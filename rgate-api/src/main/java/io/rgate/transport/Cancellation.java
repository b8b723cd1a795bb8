package io.rgate.transport;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the one who works for a client that the client has left. For one exchange; safe for use by
 * several threads.
 */
// Two actions mean something by being themselves, whatever they do.
@SuppressWarnings({"ReferenceEquality", "UnnecessaryLambda"})
public final class Cancellation {
  private static final Runnable NOTHING = () -> {};
  private static final Runnable CANCELLED = () -> {};

  private final AtomicReference<Runnable> action = new AtomicReference<>(NOTHING);

  /** One that nobody has cancelled. */
  public Cancellation() {}

  /** Runs what {@link #onCancel} was told last; once, whatever is called afterwards. */
  public void cancel() {
    action.getAndSet(CANCELLED).run();
  }

  /** Whether it was cancelled. */
  public boolean isCancelled() {
    return action.get() == CANCELLED;
  }

  /**
   * Has {@code other} run when this is cancelled, in place of what was said before; at once if that
   * has happened. It must not block.
   */
  public void onCancel(Runnable other) {
    Runnable before = action.get();
    while (before != CANCELLED && !action.compareAndSet(before, other)) {
      before = action.get();
    }
    if (before == CANCELLED) {
      other.run();
    }
  }

  /** Forgets what {@link #onCancel} was told. */
  public void forget() {
    Runnable before = action.get();
    while (before != CANCELLED && !action.compareAndSet(before, NOTHING)) {
      before = action.get();
    }
  }
}
