package io.rgate.runtime.tunnel;

import io.rgate.api.Forwarding;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The Close frame of a WebSocket whose gateway goes away (RFC 6455, 5.5.1 and 7.4.1). */
final class Notice {
  private static final int FINAL_CLOSE = 0x88;
  private static final int MASKED = 0x80;
  private static final int GOING_AWAY = 1001;

  private Notice() {}

  /** For the client; null if the protocol has no such frame. */
  static byte @Nullable [] toClient(String protocol) {
    return isWebSocket(protocol)
        ? new byte[] {(byte) FINAL_CLOSE, 2, (byte) (GOING_AWAY >> 8), (byte) GOING_AWAY}
        : null;
  }

  /** For the origin, to which frames are masked; null if the protocol has no such frame. */
  static byte @Nullable [] toOrigin(String protocol) {
    if (!isWebSocket(protocol)) {
      return null;
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    return new byte[] {
      (byte) FINAL_CLOSE,
      (byte) (MASKED | 2),
      mask[0],
      mask[1],
      mask[2],
      mask[3],
      (byte) (mask[0] ^ GOING_AWAY >> 8),
      (byte) (mask[1] ^ GOING_AWAY)
    };
  }

  private static boolean isWebSocket(String protocol) {
    return protocol.equalsIgnoreCase(Forwarding.WEBSOCKET);
  }
}
