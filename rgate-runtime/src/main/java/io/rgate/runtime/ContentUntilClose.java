package io.rgate.runtime;

import java.io.IOException;

/** Content that ends where the origin closes its connection (RFC 9112, 6.3, 8). */
final class ContentUntilClose extends OriginContent {

  ContentUntilClose(DirectExchange exchange) {
    super(exchange);
  }

  @Override
  int readContent(byte[] target, int offset, int length) throws IOException {
    int count = readBytes(target, offset, length);
    if (count < 0) {
      end();
    }
    return count;
  }
}
