package io.rgate.http.h2;

import io.rgate.http.frame.Frame;
import io.rgate.http.frame.Http2Exception;

/** What the client's SETTINGS say (RFC 9113, 6.5.2), as far as it concerns this end. */
final class PeerSettings {
  static final int MOST_STREAMS = 3;
  static final int NO_PRIORITIES = 9;
  static final int INITIAL_WINDOW = 4;

  /** SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441, 3). */
  static final int EXTENDED_CONNECT = 8;

  private static final int PUSH = 2;
  private static final int FRAME_SIZE = 5;
  private static final int LARGEST_FRAME = (1 << 24) - 1;

  private PeerSettings() {}

  /**
   * Applies one setting. Frames that are sent are never longer than the least that a client has to
   * accept, and no dynamic table is used, so only the window matters.
   *
   * @throws Http2Exception if the value is not allowed
   */
  static void apply(int name, int value, Http2Connection connection) throws Http2Exception {
    switch (name) {
      case PUSH -> require(value == 0 || value == 1, "ENABLE_PUSH");
      case FRAME_SIZE -> require(value >= Frame.MOST && value <= LARGEST_FRAME, "MAX_FRAME_SIZE");
      case INITIAL_WINDOW -> {
        if (value < 0) {
          throw flow();
        }
        int change = connection.windows().initial(value);
        for (Http2Stream stream : connection.streams().all()) {
          if (!stream.window().add(change)) {
            throw flow();
          }
        }
      }
      default -> {
        // Of no importance here.
      }
    }
  }

  private static void require(boolean fine, String name) throws Http2Exception {
    if (!fine) {
      throw Http2Exception.protocol("a value that " + name + " cannot have");
    }
  }

  private static Http2Exception flow() {
    return new Http2Exception(Http2Exception.FLOW_CONTROL_ERROR, "a window that is too large");
  }
}
