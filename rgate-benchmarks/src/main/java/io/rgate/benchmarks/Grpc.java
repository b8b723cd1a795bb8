package io.rgate.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A unary call: its path, and a message that goes both ways. */
final class Grpc {
  static final String PATH = "/bench.Echo/Call";

  private static final int LENGTH = 32;

  private Grpc() {}

  /** A message with one field, a text, behind the five bytes that go before each message. */
  static byte[] framed() {
    String text = "x".repeat(LENGTH - 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, LENGTH, 0x0a, (byte) text.length()});
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}
