package io.rgate.http.h2;

import io.rgate.api.Fields;
import io.rgate.http.wire.StatusLine;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a client gets if the service gives no response. */
final class OwnAnswer {
  private static final Fields TEXT = Fields.of("content-type", "text/plain; charset=utf-8");

  private OwnAnswer() {}

  /** Answers 500 on {@code stream}, whose response has not begun. */
  static void forSilence(Http2Stream stream) throws IOException {
    byte[] text = (StatusLine.reason(500) + "\n").getBytes(StandardCharsets.US_ASCII);
    ResponseContent out = stream.respond(500, TEXT, text.length);
    if (!stream.head().method().equals("HEAD")) {
      out.write(text, 0, text.length);
    }
    out.end();
  }
}
