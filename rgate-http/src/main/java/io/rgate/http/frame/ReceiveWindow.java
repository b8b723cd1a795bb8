package io.rgate.http.frame;

import java.util.concurrent.atomic.AtomicInteger;

/** What the far side may send on all streams of a connection together before it is read. */
public final class ReceiveWindow {
  /** Its size in bytes. */
  public static final int SIZE = 2 * 1024 * 1024;

  private final FrameOutput output;
  private final AtomicInteger receivable = new AtomicInteger(SIZE);
  private final AtomicInteger unreturned = new AtomicInteger();

  /** A whole window; it is opened again by frames to {@code output}. */
  public ReceiveWindow(FrameOutput output) {
    this.output = output;
  }

  /** The frame that makes the window of a new connection as large as this one. */
  public static byte[] first() {
    return Frame.ofInt(Frame.WINDOW_UPDATE, 0, SIZE - SendWindows.INITIAL);
  }

  /** Takes from what the far side may send; false if it has sent more. */
  public boolean use(int count) {
    return receivable.addAndGet(-count) >= 0;
  }

  /** Records that {@code count} received bytes take no memory any more. */
  public void returned(int count) {
    if (count > 0 && unreturned.addAndGet(count) >= SIZE / 2) {
      int all = unreturned.getAndSet(0);
      if (all > 0) {
        receivable.addAndGet(all);
        output.control(Frame.ofInt(Frame.WINDOW_UPDATE, 0, all));
      }
    }
  }
}
