package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Makes messages that are nearly right: the same for the same seed. A message carries a token that
 * tells whose it is, with a check sum, so that a mutated one is never taken for another's.
 */
final class Mutator {
  /** A request that stands in the content of another one and must never be run. */
  private static final String SMUGGLED = "GET /smuggled/%s HTTP/1.1\r\nHost: a\r\n\r\n";

  /**
   * Before it, so that whoever ends the request too early reads a line that is no request line:
   * only who believes in exactly the wrong length finds the smuggled one.
   */
  private static final String FILLER = "x".repeat(1_009) + "\r\n";

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "X");

  private static final List<String> ODD_FIELDS =
      List.of(
          "Content-Length: 0",
          "Content-Length: 1000",
          "Content-Length: +7",
          "Content-Length: 7,7",
          "Content-Length: 0x7",
          "Content-Length : 7",
          "Content-Length:\t7",
          "Content-Length: 99999999999999999999",
          "content-length: -1",
          "Content-Length: 7\u0000",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: chunked, identity",
          "Transfer-Encoding : chunked",
          "Transfer-Encoding:\tchunked",
          "Transfer-Encoding:\u000bchunked",
          "Transfer-Encoding: \"chunked\"",
          "Transfer-Encoding:\r\n chunked",
          "X: a\rTransfer-Encoding: chunked",
          "X: a\nTransfer-Encoding: chunked",
          "X: a\nContent-Length: 0",
          " Transfer-Encoding: chunked",
          "Transfer_Encoding: chunked",
          "Connection: close, Content-Length",
          "Connection: Transfer-Encoding",
          "Connection: keep-alive",
          "Expect: 100-continue",
          "Expect: x",
          "Upgrade: websocket\r\nConnection: upgrade",
          "Trailer: X",
          "TE: trailers",
          "Host: b",
          "X: \u00e4",
          ": y",
          "X");

  private static final List<String> SIZES =
      List.of(
          "%x", "%X", "0%x", "00000000%x", "%x;a=b", "%x ", " %x", "0x%x", "1%08x", "+%x", "%xg");

  private final Random random;

  Mutator(long seed) {
    this.random = new Random(seed);
  }

  /** Names message {@code number}. */
  static String token(long number) {
    String text = Long.toHexString(number | 1L << 32);
    return "t" + text + "-" + sum(text) + "z";
  }

  private static String sum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(ISO_8859_1));
    return "%08x".formatted(crc.getValue());
  }

  /** Whether {@code token} is one of those that {@link #token} makes. */
  static boolean isToken(String token) {
    int dash = token.indexOf('-');
    return dash > 1
        && token.equals("t" + token.substring(1, dash) + "-" + sum(token.substring(1, dash)) + "z");
  }

  /** The bytes of a request, or nearly. */
  byte[] request(String token) {
    StringBuilder request = new StringBuilder();
    request.append(pick(METHODS)).append(" /f/").append(token).append(" HTTP/1.1\r\n");
    request.append("Host: a\r\n");
    String content = FILLER + SMUGGLED.formatted(token);
    int framing = random.nextInt(3);
    if (random.nextInt(2) == 0) {
      request.append(pick(ODD_FIELDS)).append("\r\n");
    }
    if (framing == 1) {
      request.append("Content-Length: ").append(content.length()).append("\r\n");
    } else if (framing == 2) {
      request.append("Transfer-Encoding: chunked\r\n");
    }
    if (random.nextInt(3) == 0) {
      request.append(pick(ODD_FIELDS)).append("\r\n");
    }
    request.append("\r\n");
    if (framing == 1) {
      request.append(content);
    } else if (framing == 2) {
      request.append(chunked(content));
    }
    return mutate(request.toString().getBytes(ISO_8859_1), 2);
  }

  /** The bytes of a response, or nearly. */
  byte[] response(String token) {
    String content = "tok=" + token + ";" + "y".repeat(random.nextInt(50));
    StringBuilder response = new StringBuilder("HTTP/1.1 ");
    response.append(
        pick(List.of("200 OK", "200 OK", "204 No", "304 No", "404 X", "100 C", "101 S", "999 X")));
    response.append("\r\n");
    if (random.nextInt(3) == 0) {
      response.append(pick(ODD_FIELDS)).append("\r\n");
    }
    switch (random.nextInt(3)) {
      case 0 ->
          response.append("Content-Length: ").append(content.length()).append("\r\n\r\n" + content);
      case 1 -> response.append("Transfer-Encoding: chunked\r\n\r\n").append(chunked(content));
      default -> response.append("\r\n").append(content);
    }
    if (random.nextInt(4) == 0) {
      // What nobody asked for, and what the next client must never get.
      response.append("HTTP/1.1 200 OK\r\nContent-Length: ").append(content.length());
      response.append("\r\n\r\n").append(content);
    }
    return mutate(response.toString().getBytes(ISO_8859_1), 2);
  }

  private String chunked(String content) {
    int half = content.length() / 2;
    StringBuilder chunks = new StringBuilder();
    for (String piece : List.of(content.substring(0, half), content.substring(half))) {
      String size = random.nextInt(4) == 0 ? pick(SIZES) : "%x";
      chunks.append(size.formatted(piece.length())).append(random.nextInt(20) == 0 ? "\n" : "\r\n");
      chunks.append(piece).append(random.nextInt(20) == 0 ? "" : "\r\n");
    }
    chunks.append(random.nextInt(8) == 0 ? "0\r\nX: y\r\n\r\n" : "0\r\n\r\n");
    return chunks.toString();
  }

  private byte[] mutate(byte[] bytes, int oneIn) {
    byte[] result = bytes;
    while (random.nextInt(oneIn + 1) == 0 && result.length > 2) {
      int at = random.nextInt(result.length - 1);
      byte[] odd = {0, '\r', '\n', ' ', '\t', ':', (byte) 0xff, ';', ',', '0'};
      result =
          switch (random.nextInt(5)) {
            case 0 -> splice(result, at, at + 1, new byte[] {odd[random.nextInt(odd.length)]});
            case 1 -> splice(result, at, at, new byte[] {odd[random.nextInt(odd.length)]});
            case 2 ->
                splice(
                    result, at, Math.min(result.length, at + 1 + random.nextInt(8)), new byte[0]);
            case 3 ->
                splice(
                    result,
                    at,
                    at,
                    Arrays.copyOfRange(result, Math.max(0, at - random.nextInt(9)), at));
            default -> Arrays.copyOf(result, at + 1);
          };
    }
    return result;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
