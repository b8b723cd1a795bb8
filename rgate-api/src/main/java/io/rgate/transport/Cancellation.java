package io.rgate.transport;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the one who works for a client that the client has left. For one exchange; safe for use by
 * several threads.
 */
public final class Cancellation {
  private final AtomicReference<Runnable> action = new AtomicReference<>(State.WAITING);

  /** Actions that do nothing, and tell by themselves why. */
  private enum State implements Runnable {
    WAITING,
    CANCELLED;

    @Override
    public void run() {}
  }

  /** One that nobody has cancelled. */
  public Cancellation() {}

  /** Runs what {@link #onCancel} was told last; once, whatever is called afterwards. */
  public void cancel() {
    action.getAndSet(State.CANCELLED).run();
  }

  /** Whether it was cancelled. */
  public boolean isCancelled() {
    return State.CANCELLED.equals(action.get());
  }

  /**
   * Has {@code other} run when this is cancelled, in place of what was said before; at once if that
   * has happened. It must not block.
   */
  public void onCancel(Runnable other) {
    Runnable before = action.get();
    while (!State.CANCELLED.equals(before) && !action.compareAndSet(before, other)) {
      before = action.get();
    }
    if (State.CANCELLED.equals(before)) {
      other.run();
    }
  }

  /** Forgets what {@link #onCancel} was told. */
  public void forget() {
    Runnable before = action.get();
    while (!State.CANCELLED.equals(before) && !action.compareAndSet(before, State.WAITING)) {
      before = action.get();
    }
  }
}
