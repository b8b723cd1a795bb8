package io.rgate.http.frame;

/**
 * Counts what the far side does that costs work and brings nothing, and ends a connection on which
 * that is too much. For the connection's reader.
 */
public final class Calm {
  private static final int RESETS = 500;
  private static final int RESETS_A_SECOND = 50;
  private static final int CONTROLS = 2000;
  private static final int CONTROLS_A_SECOND = 200;

  /** For so many control frames there is reason after each frame of content and each request. */
  private static final int PER_FRAME = 4;

  private final FrameOutput output;
  private final Budget resets = new Budget(RESETS, RESETS_A_SECOND, System::nanoTime);
  private final Budget controls = new Budget(CONTROLS, CONTROLS_A_SECOND, System::nanoTime);
  private long written;

  /** Counts for the connection of {@code output}. */
  public Calm(FrameOutput output) {
    this.output = output;
  }

  /** A stream was reset before its end, by either side; the far side is the cause. */
  public void reset() throws Http2Exception {
    resets.spend("resets");
  }

  /** A frame came that is no request and has no content. */
  public void control() throws Http2Exception {
    long now = output.written();
    if (now != written) {
      controls.earn((int) Math.min(CONTROLS, (now - written) * PER_FRAME));
      written = now;
    }
    controls.spend("control frames");
  }

  /** A request or content came. */
  public void useful() {
    controls.earn(PER_FRAME);
  }
}
