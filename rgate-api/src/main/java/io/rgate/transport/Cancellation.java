package io.rgate.transport;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Reports to the code that works for a client that the client has left. For one exchange; safe for
 * use by several threads.
 */
public final class Cancellation {
  private final AtomicReference<Runnable> action = new AtomicReference<>(State.WAITING);

  /** States that are also actions: running one does nothing, and its name says why. */
  private enum State implements Runnable {
    WAITING,
    CANCELLED;

    @Override
    public void run() {}
  }

  /** Makes a cancellation that has not happened yet. */
  public Cancellation() {}

  /**
   * Runs the action that was last given to {@link #onCancel}. Only the first call has an effect.
   */
  public void cancel() {
    action.getAndSet(State.CANCELLED).run();
  }

  /** Whether it was cancelled. */
  public boolean isCancelled() {
    return State.CANCELLED.equals(action.get());
  }

  /**
   * Sets the action to run on cancellation, in place of the one set before. If the cancellation has
   * happened already, {@code other} runs at once. It must not block.
   */
  public void onCancel(Runnable other) {
    if (State.CANCELLED.equals(replace(other))) {
      other.run();
    }
  }

  /** Removes the action that was given to {@link #onCancel}. */
  public void forget() {
    replace(State.WAITING);
  }

  /** Sets the action unless it was cancelled; returns what was there before. */
  private Runnable replace(Runnable other) {
    return action.getAndUpdate(before -> State.CANCELLED.equals(before) ? before : other);
  }
}
