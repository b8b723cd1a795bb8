package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rgate.api.Forwarding;
import io.rgate.api.Timeouts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A gateway with tunnels between raw clients and raw origins. */
abstract class TunnelRig extends GatewayRig {
  /** The handshake that RFC 6455 shows. */
  static final String HANDSHAKE =
      "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

  /** A Close frame that says 1001, as it goes to a client. */
  static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";

  /** Any protocol of which the gateway knows nothing. */
  static final Forwarding ANY = Forwarding.DEFAULT.withUpgrade(List.of("any"));

  static final String TO_ANY = offer("GET", "any");

  static final String ANY_SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: any\r\n\r\n";

  /** A request that offers to go on with {@code protocol}. */
  static String offer(String method, String protocol) {
    return method
        + " / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: "
        + protocol
        + "\r\n\r\n";
  }

  /** What happens in a tunnel. */
  @FunctionalInterface
  interface Tunnelled {
    void run(Wire wire) throws Exception;
  }

  /** An origin that answers each request with {@code switched}, and does {@code then} behind it. */
  final RawOrigin switching(String switched, Tunnelled then) throws Exception {
    return origin((wire, self) -> {
      if (self.next(wire) != null) {
        wire.send(switched);
        then.run(wire);
      }
    });
  }

  /** An origin of WebSocket that sends back what comes, to its end. */
  final RawOrigin echo() throws Exception {
    return switching(SWITCHED, TunnelRig::echo);
  }

  static void echo(Wire wire) throws Exception {
    byte[] piece = new byte[8 * 1024];
    for (int n = wire.read(piece, piece.length); n >= 0; n = wire.read(piece, piece.length)) {
      wire.send(Arrays.copyOf(piece, n));
    }
  }

  /** A client whose tunnel is open. */
  final Wire inTunnel(String request) throws Exception {
    Wire client = client().send(request);
    String head = client.head();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError(head);
    }
    return client;
  }

  static Forwarding idle(Forwarding forwarding, int millis) {
    Timeouts timeouts = Timeouts.DEFAULT.withIdleTunnel(Duration.ofMillis(millis));
    return forwarding.withTimeouts(timeouts);
  }

  /** What an origin answers to a key (RFC 6455, 4.2.2). */
  static String proof(String key) throws NoSuchAlgorithmException {
    byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
  }

  /** A masked frame of WebSocket. */
  static String masked(int opcode, String payload) {
    StringBuilder frame = new StringBuilder();
    frame
        .append((char) (0x80 | opcode))
        .append((char) (0x80 | payload.length()))
        .append("\1\2\3\4");
    for (int i = 0; i < payload.length(); i++) {
      frame.append((char) (payload.charAt(i) ^ (i % 4 + 1)));
    }
    return frame.toString();
  }

  /** Reads a masked frame that is short, and returns what it carries behind its first byte. */
  static String unmasked(Wire wire, int first) throws Exception {
    String head = wire.text(6);
    if (head.charAt(0) != first) {
      throw new AssertionError("a frame that begins with " + (int) head.charAt(0));
    }
    String payload = wire.text(head.charAt(1) & 0x7f);
    StringBuilder clear = new StringBuilder();
    for (int i = 0; i < payload.length(); i++) {
      clear.append((char) (payload.charAt(i) ^ head.charAt(2 + i % 4)));
    }
    return clear.toString();
  }
}
